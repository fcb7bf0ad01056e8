import type { OrderRecord } from "../../core/order/order.ts";
import type { Target } from "../../core/target/target.ts";

/** What the search of entries needs from `src/storage`. */

export type EntrySearch = {
  /** A host: itself, its pages and everything below it. */
  readonly below: string | null;
  readonly contains: string | null;
  /** An order's number, as in its id. */
  readonly order: number | null;
  readonly category: string | null;
  /** Seconds since the epoch. */
  readonly expiresBefore: number | null;
  readonly organisation: string | null;
};
export type SearchCursor = readonly [sortKey: string, scope: number, order: number, event: number];

export type EntrySearchDeps = {
  readonly searchEntries: (
    search: EntrySearch,
    after: SearchCursor | null,
    limit: number,
  ) => {
    readonly entries: readonly {
      readonly id: number;
      readonly target: Target;
      readonly order: OrderRecord;
      /** In the newest release; otherwise decided and still to be published. */
      readonly published: boolean;
    }[];
    readonly next: SearchCursor | null;
  };
};
