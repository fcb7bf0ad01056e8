/**
 * How an entry stands between what is decided and what is published. `waiting`: decided, and not in a release yet;
 * `leaving`: decided off, and still in the newest release; `set_aside`: kept out by a rollback.
 */
export const ENTRY_STATES = ["published", "waiting", "leaving", "set_aside", "removed"] as const;
export type EntryState = (typeof ENTRY_STATES)[number];

export const isEntryState = (text: string | undefined): text is EntryState =>
  ENTRY_STATES.some((state) => state === text);

/** Whether it stands by what is decided, whatever the newest release holds. */
export const stands = (state: EntryState): boolean => state !== "leaving" && state !== "removed";
