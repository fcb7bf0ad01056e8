import { roundedUp } from "../rounded-up.ts";
import { type Fingerprint, fingerprintBytes, firstSlot, newFingerprint, recordCheck, STORED } from "./fingerprint.ts";
import { PROBE_LIMIT, RECORD_WORDS, SEED_TRIES, SLOTS_PER_ENTRY } from "./layout.ts";
import { type PackedEntries, refusal } from "./packed.ts";
import type { RecordsInOrder } from "./records-in-order.ts";
import type { Relocation } from "./relocation.ts";

/**
 * Never full: a search ends at an empty slot. The same for some thousands of entries more or less, so that the next index can
 * take the table over.
 */
export function slotCountFor(entries: number): number {
  return Math.ceil(roundedUp(entries) * SLOTS_PER_ENTRY) + 1;
}

export type FilledSlots = { readonly seed: number; readonly longestProbe: number };

/** The records section, or what of it a table needs. */
type Records = { readonly words: Int32Array; readonly bytes: Uint8Array };

/**
 * Fills the empty table under the first seed that leaves no long run of occupied slots, so that nobody can crowd one spot
 * by choosing names, and writes the records' check words, which depend on the seed. Throws index_malformed for a target
 * given twice.
 */
export function fillSlots(slots: Int32Array, packed: PackedEntries): FilledSlots {
  for (let seed = 0; ; seed++) {
    const table = new SlotTable(slots, packed, seed, new Uint32Array(slots.length / 2));
    for (const handle of packed.handles) table.add(handle);
    const longestProbe = table.longestProbe();
    if (longestProbe <= PROBE_LIMIT || seed + 1 === SEED_TRIES) return { seed, longestProbe };
    slots.fill(0);
  }
}

/** What the table of the next index is made of: that of an earlier one, whose records are copied with their check words. */
export type EarlierSlots = {
  readonly earlier: RecordsInOrder;
  readonly relocation: Relocation;
  /** Handles of the earlier index that are gone, and of the new one that came. */
  readonly removed: readonly number[];
  readonly added: readonly number[];
};

/** The same table from the earlier one; undefined, and `slots` empty, when it has another order, size or seed. */
export function carrySlots(
  slots: Int32Array,
  packed: Records,
  { earlier, relocation, removed, added }: EarlierSlots,
): FilledSlots | undefined {
  if (!earlier.slotsInOrder || earlier.seed !== 0 || earlier.slots.length !== slots.length) return undefined;
  slots.set(earlier.slots);
  const before = new SlotTable(slots, earlier, 0);
  for (const handle of removed) before.remove(handle);
  for (let at = 1; at < slots.length; at += 2) {
    const handle = slots[at] as number;
    if (handle !== 0) slots[at] = relocation.of(handle - 1) + 1;
  }
  const table = new SlotTable(slots, packed, 0);
  for (const handle of added) table.add(handle);
  const longestProbe = table.longestProbe();
  if (longestProbe <= PROBE_LIMIT) return { seed: 0, longestProbe };
  slots.fill(0);
  return undefined;
}

/**
 * The table (README 8.4, 8.9): within a run of occupied slots the entries stand in order of their first slots, equal ones in
 * list order. So it does not matter in which order they came, nor which others came and went.
 */
class SlotTable {
  readonly #slots: Int32Array;
  readonly #count: number;
  readonly #records: Records;
  readonly #seed: number;
  /** The first slot of what stands in each, when all were added here: read from the record otherwise. */
  readonly #firsts: Uint32Array | undefined;
  readonly #print = newFingerprint();
  readonly #other = newFingerprint();

  constructor(slots: Int32Array, records: Records, seed: number, firsts?: Uint32Array) {
    this.#slots = slots;
    this.#count = slots.length / 2;
    this.#records = records;
    this.#seed = seed;
    this.#firsts = firsts;
  }

  /** Adds a record and writes its check word. */
  add(handle: number): void {
    const { words } = this.#records;
    const slots = this.#slots;
    let first = this.#firstOf(handle, this.#print);
    words[handle + 3] = recordCheck(
      this.#print,
      words[handle] as number,
      words[handle + 1] as number,
      words[handle + 2] as number,
    );
    let stored = this.#print[STORED] as number;
    let moving = handle;
    let slot = first;
    for (let away = 0; slots[slot * 2 + 1] !== 0; away++) {
      const there = this.#awayAt(slot);
      const other = (slots[slot * 2 + 1] as number) - 1;
      if (there === away && slots[slot * 2] === stored && sameTarget(words, other, handle))
        throw refusal("a target is given twice");
      if (there < away || (there === away && other > handle)) break;
      slot = this.#after(slot);
    }
    // What stands from here to the end of the run goes on by one.
    while (slots[slot * 2 + 1] !== 0) {
      const [otherStored, other] = [slots[slot * 2] as number, (slots[slot * 2 + 1] as number) - 1];
      const otherFirst = this.#firsts?.[slot] ?? 0;
      this.#put(slot, stored, moving, first);
      [stored, moving, first] = [otherStored, other, otherFirst];
      slot = this.#after(slot);
    }
    this.#put(slot, stored, moving, first);
  }

  /** Takes a record out that is in the table. */
  remove(handle: number): void {
    const slots = this.#slots;
    let slot = this.#firstOf(handle, this.#print);
    while (slots[slot * 2 + 1] !== handle + 1) {
      if (slots[slot * 2 + 1] === 0) throw refusal("an entry of the index before is not in its table");
      slot = this.#after(slot);
    }
    for (let next = this.#after(slot); ; next = this.#after(next)) {
      if (slots[next * 2 + 1] === 0 || this.#awayAt(next) === 0) break;
      slots[slot * 2] = slots[next * 2] as number;
      slots[slot * 2 + 1] = slots[next * 2 + 1] as number;
      slot = next;
    }
    slots[slot * 2] = 0;
    slots[slot * 2 + 1] = 0;
  }

  /** The longest run of occupied slots, less one: nothing is further from its first slot. */
  longestProbe(): number {
    const slots = this.#slots;
    let longest = 0;
    let run = 0;
    // Round the end: a run that begins there is whole when it is met again.
    for (let pass = 0; pass < 2; pass++) {
      for (let at = 1; at < slots.length; at += 2) {
        if (slots[at] !== 0) run++;
        else {
          if (run > longest) longest = run;
          run = 0;
          if (pass === 1) break;
        }
      }
    }
    return Math.max(0, longest - 1);
  }

  #put(slot: number, stored: number, handle: number, first: number): void {
    this.#slots[slot * 2] = stored;
    this.#slots[slot * 2 + 1] = handle + 1;
    if (this.#firsts !== undefined) this.#firsts[slot] = first;
  }

  #after(slot: number): number {
    return slot + 1 === this.#count ? 0 : slot + 1;
  }

  /** How far what stands in a slot is from its first one. */
  #awayAt(slot: number): number {
    const first = this.#firsts?.[slot] ?? this.#firstOf((this.#slots[slot * 2 + 1] as number) - 1, this.#other);
    return slot >= first ? slot - first : slot - first + this.#count;
  }

  #firstOf(handle: number, print: Fingerprint): number {
    const { words, bytes } = this.#records;
    const shape = words[handle + 2] as number;
    const start = (handle + RECORD_WORDS) * 4;
    fingerprintBytes(this.#seed, (shape >>> 16) & 0xff, bytes, start, start + (shape & 0xffff), print);
    return firstSlot(print, this.#count);
  }
}

/** Two records' scope, length and value, without their category. */
function sameTarget(words: Int32Array, a: number, b: number): boolean {
  const shape = (words[a + 2] as number) & 0xffffff;
  if (shape !== ((words[b + 2] as number) & 0xffffff)) return false;
  const valueWords = ((shape & 0xffff) + 3) >> 2;
  for (let at = RECORD_WORDS; at < RECORD_WORDS + valueWords; at++) if (words[a + at] !== words[b + at]) return false;
  return true;
}
