import { fingerprintBytes, firstSlot, newFingerprint, recordCheck, STORED } from "./fingerprint.ts";
import { PROBE_LIMIT, RECORD_WORDS, SEED_TRIES, SLOTS_PER_ENTRY } from "./layout.ts";
import { type PackedEntries, refusal } from "./packed.ts";

/** Never full: a search ends at an empty slot. */
export function slotCountFor(entries: number): number {
  return Math.ceil(entries * SLOTS_PER_ENTRY) + 1;
}

/**
 * Fills the empty table under the first seed that leaves no entry far from its place, so that nobody can crowd one spot
 * by choosing names, and writes the records' check words, which depend on the seed. Throws index_malformed for a target
 * given twice.
 */
export function fillSlots(slots: Int32Array, packed: PackedEntries): { seed: number; longestProbe: number } {
  for (let seed = 0; ; seed++) {
    const longestProbe = fillWithSeed(slots, packed, seed);
    if (longestProbe <= PROBE_LIMIT || seed + 1 === SEED_TRIES) return { seed, longestProbe };
    slots.fill(0);
  }
}

function fillWithSeed(slots: Int32Array, { words, bytes, handles }: PackedEntries, seed: number): number {
  const slotCount = slots.length / 2;
  const print = newFingerprint();
  let longestProbe = 0;
  for (const handle of handles) {
    const shape = words[handle + 2] as number;
    const start = (handle + RECORD_WORDS) * 4;
    fingerprintBytes(seed, (shape >>> 16) & 0xff, bytes, start, start + (shape & 0xffff), print);
    words[handle + 3] = recordCheck(print, words[handle] as number, words[handle + 1] as number, shape);
    const stored = print[STORED] as number;
    let slot = firstSlot(print, slotCount);
    let probe = 0;
    for (; slots[slot * 2 + 1] !== 0; probe++) {
      if (slots[slot * 2] === stored && sameTarget(words, (slots[slot * 2 + 1] as number) - 1, handle)) {
        throw refusal("a target is given twice");
      }
      slot = slot + 1 === slotCount ? 0 : slot + 1;
    }
    slots[slot * 2] = stored;
    slots[slot * 2 + 1] = handle + 1;
    if (probe > longestProbe) longestProbe = probe;
  }
  return longestProbe;
}

/** Two records' scope, length and value, without their category. */
function sameTarget(words: Int32Array, a: number, b: number): boolean {
  const shape = (words[a + 2] as number) & 0xffffff;
  if (shape !== ((words[b + 2] as number) & 0xffffff)) return false;
  const valueWords = ((shape & 0xffff) + 3) >> 2;
  for (let at = RECORD_WORDS; at < RECORD_WORDS + valueWords; at++) if (words[a + at] !== words[b + at]) return false;
  return true;
}
