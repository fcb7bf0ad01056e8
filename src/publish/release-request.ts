import type { ListName } from "../core/list-name.ts";
import type { Change } from "../protocol/delta.ts";
import type { IndexEntry, IndexOrder } from "../protocol/index-file/format.ts";
import { ladderBases } from "../protocol/ladder.ts";
import type { ReleaseRow } from "../storage/releases.ts";
import type { FromPrevious } from "./from-previous.ts";
import type { ListDigester } from "./list-digest.ts";
import type { SealOrder } from "./sealed/sealed-facts.ts";

/** Everything that decides the bytes of a release, besides what the database holds up to the watermark. */
export type ReleaseRequest = {
  readonly list: ListName;
  readonly release: number;
  /** The release before, 0 for the first. */
  readonly previous: number;
  /** The last event the release holds. */
  readonly watermark: number;
  /** Seconds since the epoch. */
  readonly publishedAt: number;
  /** The releases to make deltas from, newest first, each with its own watermark. */
  readonly bases: readonly { readonly release: number; readonly watermark: number }[];
  /** Whom the release's sealed list is for; undefined when nobody has a key. */
  readonly sealed?: SealOrder | undefined;
};

/** The request for a release of the list, from the row it has or is to have; `rowOf` finds the releases before it. */
export function requestOf(
  list: ListName,
  row: Pick<ReleaseRow, "number" | "previous" | "watermark" | "publishedAt">,
  rowOf: (release: number) => ReleaseRow | undefined,
  sealed?: SealOrder,
): ReleaseRequest {
  const bases = ladderBases(row.number).flatMap((release) => {
    const base = rowOf(release);
    return base === undefined ? [] : [{ release, watermark: base.watermark }];
  });
  const { number: release, previous, watermark, publishedAt } = row;
  return { list, release, previous, watermark, publishedAt, bases, sealed };
}

/** What a list holds, in list order, one entry a target; `order` is a position in `orders`. */
export type ActiveList = { readonly orders: readonly IndexOrder[]; readonly entries: Iterable<IndexEntry> };

/** Where a build reads from. */
export type ReleaseSource = {
  readonly active: (list: ListName, watermark: number) => ActiveList;
  /** The public list made from the release before, where that is quicker; undefined when it cannot be. */
  readonly fromPrevious?: (digester: ListDigester) => Promise<FromPrevious | undefined>;
  /** The final states at `upto` of what was touched after `after`, in list order. */
  readonly touched: (list: ListName, after: number, upto: number) => Change[];
  /** How many entries came or went in between, counted to one above `most`; never fewer than the targets touched. */
  readonly touches: (list: ListName, after: number, upto: number, most: number) => number;
  /** Whether dates that the index holds changed in between. */
  readonly termsChanged: (list: ListName, after: number, upto: number) => boolean;
};
