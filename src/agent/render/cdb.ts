import type { ListLine } from "../../protocol/list.ts";
import { suffixRejection } from "./dnsmasq.ts";
import { names } from "./names.ts";
import { Count, type Rendering, type RenderSource } from "./rendering.ts";

/**
 * A constant database (cr.yp.to/cdb) for dnsdist's `newCDBKVStore` with `KeyValueLookupKeySuffix()`: the keys are names
 * in wire format, lower case; the value is `1`. A lookup by suffix blocks all below a key, so `host` entries are left out.
 *
 * header: 256 × (position, slots) of the hash tables · records: key length, data length, key, data · hash tables:
 * (hash, position of the record). All numbers 32 bits, little-endian.
 */
export function* renderCdb(source: RenderSource): Rendering {
  const count = new Count();
  const records = new RecordIndex();
  const key = new Uint8Array(MAX_WIRE_BYTES);
  let position = HEADER_BYTES;
  for (const name of keyNames(source, count)) {
    const length = writeWire(name, key, 0);
    records.add(hashOf(key, length), position);
    position += RECORD_HEAD_BYTES + length + VALUE.length;
  }
  yield headerOf(records, position);
  const chunk = new Chunk();
  for (const name of keyNames(source, new Count())) {
    const full = chunk.add(name);
    if (full !== undefined) yield full;
  }
  yield chunk.take();
  let tail: Uint8Array = new Uint8Array(0);
  for (let table = 0; table < TABLES; table++) {
    const bytes = tableOf(records, table);
    if (bytes.length === 0) continue;
    yield bytes;
    tail = bytes;
  }
  return { tally: { ...count.tally(), unpassed: source.passes.length }, lines: undefined, tail };
}

const TABLES = 256;
const HEADER_BYTES = TABLES * 8;
const RECORD_HEAD_BYTES = 8;
const VALUE = Uint8Array.of(0x31);
const MAX_WIRE_BYTES = 255;
const DOT = 0x2e;

function* keyNames(source: RenderSource, count: Count): Generator<string> {
  const reject = (line: ListLine) => suffixRejection(line, source.sentinel);
  for (const { value } of names(source, count, { reduce: false, reject })) yield value;
  yield source.sentinel;
}

/** Writes `name` in wire format (`bet.pk` is 3 b e t 2 p k 0) into `bytes` from `start`; returns its length. */
function writeWire(name: string, bytes: Uint8Array, start: number): number {
  let labelAt = start;
  for (let at = 0; at < name.length; at++) {
    const code = name.charCodeAt(at);
    const place = start + at + 1;
    if (code === DOT) {
      bytes[labelAt] = place - labelAt - 1;
      labelAt = place;
    } else bytes[place] = code;
  }
  const end = start + name.length + 1;
  bytes[labelAt] = end - labelAt - 1;
  bytes[end] = 0;
  return name.length + 2;
}

/** cdb's hash: h = h · 33 xor byte, from 5381. */
function hashOf(key: Uint8Array, length: number): number {
  let hash = 5381;
  for (let at = 0; at < length; at++) hash = ((hash << 5) + hash) ^ (key[at] ?? 0);
  return hash >>> 0;
}

/** Hash and position of every record, eight bytes each. */
class RecordIndex {
  #numbers = new Uint32Array(2_048);
  readonly counts = new Uint32Array(TABLES);
  length = 0;

  add(hash: number, position: number): void {
    if (this.length * 2 === this.#numbers.length) {
      const larger = new Uint32Array(this.#numbers.length * 2);
      larger.set(this.#numbers);
      this.#numbers = larger;
    }
    this.#numbers[this.length * 2] = hash;
    this.#numbers[this.length * 2 + 1] = position;
    this.counts[hash % TABLES] = (this.counts[hash % TABLES] ?? 0) + 1;
    this.length++;
  }

  /** Record numbers grouped by table, made once: 256 scans of a million records would take seconds. */
  grouped(): { order: Uint32Array; starts: Uint32Array } {
    this.#grouped ??= this.#group();
    return this.#grouped;
  }

  hash = (record: number): number => this.#numbers[record * 2] ?? 0;
  position = (record: number): number => this.#numbers[record * 2 + 1] ?? 0;

  #grouped: { order: Uint32Array; starts: Uint32Array } | undefined;

  #group(): { order: Uint32Array; starts: Uint32Array } {
    const starts = new Uint32Array(TABLES + 1);
    for (let table = 0; table < TABLES; table++) starts[table + 1] = (starts[table] ?? 0) + (this.counts[table] ?? 0);
    const next = starts.slice();
    const order = new Uint32Array(this.length);
    for (let record = 0; record < this.length; record++) {
      const table = this.hash(record) % TABLES;
      const at = next[table] ?? 0;
      order[at] = record;
      next[table] = at + 1;
    }
    return { order, starts };
  }
}

function headerOf(records: RecordIndex, end: number): Uint8Array {
  const header = Buffer.alloc(HEADER_BYTES);
  let position = end;
  for (let table = 0; table < TABLES; table++) {
    const slots = (records.counts[table] ?? 0) * 2;
    header.writeUInt32LE(position, table * 8);
    header.writeUInt32LE(slots, table * 8 + 4);
    position += slots * 8;
  }
  return header;
}

/** Twice as many slots as records, so that probing is short; an empty slot has position 0. */
function tableOf(records: RecordIndex, table: number): Uint8Array {
  const { order, starts } = records.grouped();
  const slots = (records.counts[table] ?? 0) * 2;
  const bytes = Buffer.alloc(slots * 8);
  for (const record of order.subarray(starts[table], starts[table + 1])) {
    const hash = records.hash(record);
    let slot = (hash >>> 8) % slots;
    while (bytes.readUInt32LE(slot * 8 + 4) !== 0) slot = (slot + 1) % slots;
    bytes.writeUInt32LE(hash, slot * 8);
    bytes.writeUInt32LE(records.position(record), slot * 8 + 4);
  }
  return bytes;
}

/** Records collected until they fill a buffer. */
class Chunk {
  #bytes = Buffer.alloc(65_536);
  #length = 0;

  add(name: string): Uint8Array | undefined {
    const most = RECORD_HEAD_BYTES + MAX_WIRE_BYTES + VALUE.length;
    const full = this.#length + most > this.#bytes.length ? this.take() : undefined;
    const keyAt = this.#length + RECORD_HEAD_BYTES;
    const keyLength = writeWire(name, this.#bytes, keyAt);
    this.#bytes.writeUInt32LE(keyLength, this.#length);
    this.#bytes.writeUInt32LE(VALUE.length, this.#length + 4);
    this.#bytes.set(VALUE, keyAt + keyLength);
    this.#length = keyAt + keyLength + VALUE.length;
    return full;
  }

  take(): Uint8Array {
    const taken = this.#bytes.subarray(0, this.#length);
    this.#bytes = Buffer.alloc(this.#bytes.length);
    this.#length = 0;
    return taken;
  }
}
