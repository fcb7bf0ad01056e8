import { countChanges, formatDelta, overlayDelta } from "../protocol/delta.ts";
import type { FromPrevious } from "./from-previous.ts";
import type { ReleaseRequest, ReleaseSource } from "./release-request.ts";

/**
 * A delta of more changes than this, when it is also more than this share of the list, is not made: the snapshot costs a
 * client about as much, and its making would hold up the release.
 */
const MANY_CHANGES = 50_000;
const LARGE_SHARE = 0.25;

export type LadderDelta = { readonly base: number; readonly delta: Uint8Array };

/**
 * The deltas (README 6) from every base that is worth one, newest base first. What was touched after a base is what the
 * release before says of it, or the stretch of history up to the next newer base, with the newer states over it: no row is
 * read twice, and with a release before hardly any at all.
 */
export async function* deltaLadder(
  source: ReleaseSource,
  request: ReleaseRequest,
  entries: number,
  earlier?: Pick<FromPrevious, "delta">,
): AsyncGenerator<LadderDelta> {
  const { list, bases } = request;
  const most = Math.max(MANY_CHANGES, Math.floor(entries * LARGE_SHARE));
  let upto = request.watermark;
  let delta: Uint8Array = new Uint8Array(0);
  for (const base of bases) {
    // Counted before it is read: for months after a large order, releases would read it again to make nothing of it.
    if (source.touches(list, base.watermark, upto, most) > most) return;
    delta =
      (await earlier?.delta(base.release)) ??
      overlayDelta(encode(formatDelta(source.touched(list, base.watermark, upto))), delta);
    if (countChanges(delta) > most) return;
    yield { base: base.release, delta };
    upto = base.watermark;
  }
}

const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
