import { HifazatError } from "../../core/errors.ts";

/**
 * What goes over knotd's control socket (libknot/control.h): a unit is a type byte, DATA or EXTRA followed by items of
 * one byte (16 + index), two bytes of length, big-endian, and that many bytes. A command is one or more units and a
 * BLOCK; so is its answer. A unit has no end of its own: it ends where the next type byte stands.
 */
const ITEMS = [
  "cmd",
  "flags",
  "error",
  "section",
  "item",
  "id",
  "zone",
  "owner",
  "ttl",
  "type",
  "data",
  "filter",
] as const;
type ItemName = (typeof ITEMS)[number];

export type Unit = { readonly [Name in ItemName]?: string };

/** What comes back: units, and the end of a block of them or of everything. */
export type Message =
  | { readonly kind: "unit"; readonly unit: Unit }
  | { readonly kind: "block" }
  | { readonly kind: "end" };

const END = 0;
const DATA = 1;
const EXTRA = 2;
const BLOCK = 3;
const FIRST_ITEM = 16;
/** Bytes, from the two of a length. */
const MAX_VALUE = 0xffff;

export const END_BYTES = Uint8Array.of(END);

/**
 * Units with the BLOCK that ends them. Throws `zone_refused` for a value that is not printable ASCII: knotd puts owner
 * and data together into a line of zone file, where a line feed would begin a second record.
 */
export function encodeBlock(units: readonly Unit[]): Uint8Array {
  let text = "";
  for (const unit of units) {
    text += String.fromCharCode(DATA);
    for (const [index, name] of ITEMS.entries()) {
      const value = unit[name];
      if (value === undefined) continue;
      if (value.length > MAX_VALUE || !/^[\x20-\x7e]*$/.test(value))
        throw new HifazatError("zone_refused", `A value for ${name} cannot be sent to Knot DNS.`);
      text += String.fromCharCode(FIRST_ITEM + index, value.length >> 8, value.length & 0xff) + value;
    }
  }
  return Buffer.from(text + String.fromCharCode(BLOCK), "latin1");
}

/** Reads what comes, however it is cut. Holds at most one value of 64 KiB and the unit it belongs to. */
export class UnitDecoder {
  #rest: Buffer = Buffer.alloc(0);
  #unit: Record<string, string> | undefined;

  /** The messages that are complete now. Throws `zone_unreachable` on bytes that are none of this protocol. */
  push(chunk: Uint8Array): Message[] {
    const bytes = this.#rest.length === 0 ? Buffer.from(chunk) : Buffer.concat([this.#rest, chunk]);
    const messages: Message[] = [];
    let at = 0;
    while (at < bytes.length) {
      const code = bytes.readUInt8(at);
      if (code <= BLOCK) {
        if (this.#unit !== undefined) messages.push({ kind: "unit", unit: this.#unit });
        this.#unit = code === DATA || code === EXTRA ? {} : undefined;
        if (code === BLOCK) messages.push({ kind: "block" });
        if (code === END) messages.push({ kind: "end" });
        at += 1;
        continue;
      }
      const name = ITEMS[code - FIRST_ITEM];
      if (name === undefined || this.#unit === undefined || this.#unit[name] !== undefined)
        throw new HifazatError("zone_unreachable", "What answers on the control socket does not speak its protocol.");
      if (at + 3 > bytes.length) break;
      const end = at + 3 + bytes.readUInt16BE(at + 1);
      if (end > bytes.length) break;
      this.#unit[name] = bytes.toString("latin1", at + 3, end);
      at = end;
    }
    this.#rest = bytes.subarray(at);
    return messages;
  }
}
