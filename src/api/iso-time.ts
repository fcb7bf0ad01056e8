/** Seconds since the epoch as the interface writes times. */
export const isoTime = (seconds: number): string => `${new Date(seconds * 1_000).toISOString().slice(0, 19)}Z`;

export const isoTimeOrNull = (seconds: number | null): string | null => (seconds === null ? null : isoTime(seconds));
