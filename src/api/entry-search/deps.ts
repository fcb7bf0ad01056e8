import type { EntryState } from "../../core/entry-state.ts";
import type { ListName } from "../../core/list-name.ts";
import type { OrderRecord } from "../../core/order/order.ts";
import type { Target } from "../../core/target/target.ts";

/** What the search of entries needs from `src/storage`. */

export type EntrySearch = {
  readonly list: ListName;
  /** A host: itself, its pages and everything below it. */
  readonly below: string | null;
  readonly contains: string | null;
  /** An order's number, as in its id. */
  readonly order: number | null;
  readonly category: string | null;
  /** Null: all that stand. */
  readonly state: EntryState | null;
  /** Seconds since the epoch. */
  readonly expiresBefore: number | null;
  readonly organisation: string | null;
};

export type FoundEntry = {
  readonly id: number;
  readonly target: Target;
  readonly order: OrderRecord;
  readonly state: EntryState;
};

export type EntrySearchDeps = {
  /** `after`, `next`: the id of the last entry looked at. Throws `bad_request` for the id of no entry of the list. */
  readonly searchEntries: (
    search: EntrySearch,
    after: number | null,
    limit: number,
  ) => { readonly entries: readonly FoundEntry[]; readonly next: number | null };
};

/** A release, by its number, and when it was published (seconds since the epoch). */
type Release = { readonly number: number; readonly at: number };

/** One entry with what became of it. */
export type EntryRecord = FoundEntry & {
  /** The line of the order. */
  readonly item: number;
  /** The first release that had it, and the first one after that did not. */
  readonly published: Release | null;
  readonly unpublished: Release | null;
  /** Other entries of the same target, on other orders or from before. */
  readonly others: readonly FoundEntry[];
  /** Until when the name is held because it was cleared on appeal, seconds since the epoch. */
  readonly clearedUntil: number | null;
  /** References of the appeals against it, newest first. */
  readonly appeals: readonly string[];
};

export type EntriesDeps = EntrySearchDeps & {
  /** Undefined when the list has no such entry, or it stands on the order of another organisation when one is named. */
  readonly entry: (list: ListName, id: number, organisation: string | null) => EntryRecord | undefined;
};
