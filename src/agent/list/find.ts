import type { Target } from "../../core/target/target.ts";
import { compareTargets, LF, newSpan, scanLine, scanTarget } from "../../protocol/line-bytes.ts";

/**
 * The category `target` stands under on the list, or undefined when it is not on it. Bisects the list's own bytes: a
 * list of a million lines takes 20 steps and no memory. The list must be well formed (`countLines` has passed over it).
 */
export function findCategory(list: Uint8Array, target: Target): string | undefined {
  const { start, present } = placeOf(list, target);
  const found = newSpan();
  if (!present || !scanLine(list, start, found)) return undefined;
  return new TextDecoder().decode(list.subarray(found.scopeEnd + 1, found.end));
}

/** Where the first line lies that is not before `target` (the list's length when there is none), and whether it is it. */
export function placeOf(list: Uint8Array, target: Target): { readonly start: number; readonly present: boolean } {
  const wantedBytes = new TextEncoder().encode(`${target.value}\t${target.scope}\t`);
  const wanted = newSpan();
  if (!scanTarget(wantedBytes, 0, wanted)) return { start: list.length, present: false };
  const found = newSpan();
  let low = 0;
  let high = list.length;
  while (low < high) {
    const start = lineStart(list, low, low + Math.floor((high - low) / 2));
    if (!scanLine(list, start, found)) return { start: list.length, present: false };
    const order = compareTargets(list, found, wantedBytes, wanted);
    if (order === 0) return { start, present: true };
    if (order < 0) low = found.end + 1;
    else high = start;
  }
  return { start: low, present: false };
}

/** The start of the line that holds byte `at`, not below `low`, which is a start itself. */
export function lineStart(list: Uint8Array, low: number, at: number): number {
  let start = at;
  while (start > low && list[start - 1] !== LF) start--;
  return start;
}
