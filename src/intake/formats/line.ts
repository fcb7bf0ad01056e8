/** A line longer than this is no address; it is cut, refused by its number, and the lines after it are read as usual. */
export const MAX_LINE_BYTES = 65_536;

/** How much of a line that is too long is kept, in characters, so that a report can show which one it was. */
export const KEPT_OF_TOO_LONG = 200;

/**
 * One line of a received file, without its line end. `number` counts from 1. `terminated` is false only for a last line
 * that no newline ends: it may be a name cut short (DESIGN 3).
 */
export type Line = {
  readonly number: number;
  readonly text: string;
  readonly terminated: boolean;
  readonly tooLong: boolean;
};
