import { HifazatError } from "../core/errors.ts";
import { MAX_ENTRIES, MAX_LIST_BYTES } from "./limits.ts";

/** The text inside the sealed list's age file (README 14): a header line, the list, and line feeds up to a coarse length. */

export const SEALED_FORMAT = "hifazat-sealed/1";
/** TUF target path of the sealed list. */
export const SEALED_NAME = "sealed/list.txt.age";
/** Shortest text, bytes; every other length is this times a power of two. */
const LEAST_BYTES = 65_536;
/** Longest header line, bytes. */
const MAX_HEADER_BYTES = 4_096;

export type SealedHeader = {
  readonly format: typeof SEALED_FORMAT;
  readonly list: "sealed";
  readonly release: number;
  /** The release before this one, 0 for the first. */
  readonly previous: number;
  /** UTC, `2026-11-24T03:00:00Z`. */
  readonly published: string;
  readonly entries: number;
  /** Of the list's text. */
  readonly bytes: number;
  readonly sha256: string;
  /** Random, 32 hexadecimal digits: so that the hash of the whole does not tell a short list to who guesses it. */
  readonly salt: string;
};

const LF = 0x0a;

/** The whole text. `header.bytes` is the length of `list`. */
export function formatSealed(header: SealedHeader, list: Uint8Array): Uint8Array {
  const members = Object.entries(header).sort(([a], [b]) => (a < b ? -1 : 1));
  const line = new TextEncoder().encode(`${JSON.stringify(Object.fromEntries(members))}\n`);
  const text = new Uint8Array(paddedLength(line.length + list.length)).fill(LF);
  text.set(line);
  text.set(list, line.length);
  return text;
}

/** Lengths double, so that a length tells the number of entries to a factor of two only. */
export function paddedLength(bytes: number): number {
  let length = LEAST_BYTES;
  while (length < bytes) length *= 2;
  return length;
}

/** Takes the text apart. Throws `list_malformed`, quoting nothing of it. Whether `sha256` is right is for the caller to check. */
export function parseSealed(text: Uint8Array): { readonly header: SealedHeader; readonly list: Uint8Array } {
  const end = text.subarray(0, MAX_HEADER_BYTES).indexOf(LF);
  if (end === -1) throw malformed("has no header line");
  const header = readHeader(new TextDecoder().decode(text.subarray(0, end)));
  const listEnd = end + 1 + header.bytes;
  if (listEnd > text.length) throw malformed("is shorter than its header says");
  for (let at = listEnd; at < text.length; at++) if (text[at] !== LF) throw malformed("has something after its list");
  return { header, list: text.subarray(end + 1, listEnd) };
}

function readHeader(line: string): SealedHeader {
  let value: unknown;
  try {
    value = JSON.parse(line);
  } catch {
    throw malformed("has a header that is no JSON");
  }
  const { format, list, release, previous, published, entries, bytes, sha256, salt } = Object(value) as Record<
    keyof SealedHeader,
    unknown
  >;
  if (format !== SEALED_FORMAT || list !== "sealed") throw malformed(`is not of the format ${SEALED_FORMAT}`);
  const good =
    isWhole(release, 1, Number.MAX_SAFE_INTEGER) &&
    isWhole(previous, 0, release - 1) &&
    isWhole(entries, 0, MAX_ENTRIES) &&
    isWhole(bytes, 0, MAX_LIST_BYTES) &&
    isText(published, /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/) &&
    isText(sha256, /^[0-9a-f]{64}$/) &&
    isText(salt, /^[0-9a-f]{32}$/);
  if (!good) throw malformed("has a header with a member that is missing or of another form");
  return { format, list, release, previous, published, entries, bytes, sha256, salt };
}

const isWhole = (value: unknown, least: number, most: number): value is number =>
  typeof value === "number" && Number.isSafeInteger(value) && value >= least && value <= most;
const isText = (value: unknown, form: RegExp): value is string => typeof value === "string" && form.test(value);

const malformed = (what: string): HifazatError => new HifazatError("list_malformed", `The sealed text ${what}.`);
