import type { Change } from "../protocol/delta.ts";
import { sortKey } from "../protocol/sort-key.ts";
import type { ReleaseRequest, ReleaseSource } from "./release-request.ts";

/**
 * A delta of more changes than this, when it is also more than this share of the list, is not made: the snapshot costs a
 * client about as much, and its making would hold up the release.
 */
const MANY_CHANGES = 50_000;
const LARGE_SHARE = 0.25;

export type LadderDelta = { readonly base: number; readonly changes: readonly Change[] };

/**
 * The changes from every base that is worth a delta, newest base first. What lies between two neighbouring bases is read
 * once: what was touched after the older one is that, with the newer one's states over it.
 */
export function* deltaLadder(source: ReleaseSource, request: ReleaseRequest, entries: number): Generator<LadderDelta> {
  let upto = request.watermark;
  let changes: readonly Change[] = [];
  const most = Math.max(MANY_CHANGES, Math.floor(entries * LARGE_SHARE));
  for (const base of request.bases) {
    // Counted before it is read: for months after a large order, releases would read it again to make nothing of it.
    if (source.touches(request.list, base.watermark, upto, most) > most) return;
    changes = overlay(source.touched(request.list, base.watermark, upto), changes);
    if (changes.length > most) return;
    yield { base: base.release, changes };
    upto = base.watermark;
  }
}

/** Both in list order; where both speak of a target, the newer states win. */
function overlay(older: readonly Change[], newer: readonly Change[]): readonly Change[] {
  if (newer.length === 0) return older;
  if (older.length === 0) return newer;
  const merged: Change[] = [];
  const waiting = older.map((change) => ({ key: keyOf(change), change }));
  let at = 0;
  for (const change of newer) {
    const key = keyOf(change);
    for (let next = waiting[at]; next !== undefined && next.key <= key; next = waiting[++at])
      if (next.key < key) merged.push(next.change);
    merged.push(change);
  }
  return merged.concat(older.slice(at));
}

/** A text whose order is the list's: the sort key, then, below every byte of it, a tab and the scope. */
function keyOf(change: Change): string {
  const { value, scope } = change.kind === "put" ? change.line : change;
  return `${sortKey(value)}\t${scope}`;
}
