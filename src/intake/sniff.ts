import { HifazatError } from "../core/errors.ts";

const MAGIC: readonly (readonly [bytes: readonly number[], what: string])[] = [
  [[0x1f, 0x8b], "compressed with gzip; unpack it first"],
  [[0x50, 0x4b, 0x03, 0x04], "a ZIP archive or a spreadsheet (.xlsx); save it as CSV or unpack it first"],
  [[0xd0, 0xcf, 0x11, 0xe0], "an old Office document (.xls, .doc); save it as CSV or text"],
  [[0x25, 0x50, 0x44, 0x46, 0x2d], "a PDF document; its addresses have to be entered and confirmed"],
  [[0x28, 0xb5, 0x2f, 0xfd], "compressed with zstd; unpack it first"],
  [[0xfd, 0x37, 0x7a, 0x58, 0x5a, 0x00], "compressed with xz; unpack it first"],
  [[0x42, 0x5a, 0x68, 0x31], "compressed with bzip2; unpack it first"],
  [[0x42, 0x5a, 0x68, 0x39], "compressed with bzip2; unpack it first"],
  [[0x37, 0x7a, 0xbc, 0xaf], "a 7z archive; unpack it first"],
  [[0x89, 0x50, 0x4e, 0x47], "a picture"],
  [[0xff, 0xd8, 0xff], "a picture"],
  [[0x53, 0x51, 0x4c, 0x69, 0x74, 0x65, 0x20, 0x66], "an SQLite database"],
];

/** Throws `file_bad_format` when the first bytes are those of an archive, a document or a picture. */
export function refuseBinary(start: Uint8Array): void {
  const found = MAGIC.find(([bytes]) => bytes.every((byte, at) => start[at] === byte));
  if (found !== undefined) throw new HifazatError("file_bad_format", `this is no list but ${found[1]}`);
}

/** Comments of list formats before the page, as when a server adds its error page to what it had sent. */
const COMMENT_LINES = /^(?:\s*(?:[#;!][^\n]*)?\n)*\s*/;
const MARKUP = /^<(?:[a-z][a-z0-9:-]*[\s/>]|!doctype\b|!--|\?xml\b)/i;

/**
 * Throws `file_is_html` when a page or an XML error stands in place of the list: a real feed served its 502 page as data
 * (DESIGN 3). No list format begins with a tag.
 */
export function refuseMarkup(start: string): void {
  const text = start.replace(COMMENT_LINES, "");
  if (!MARKUP.test(text)) return;
  const beginning = text.slice(0, 40).replace(/\s+/g, " ");
  throw new HifazatError("file_is_html", `this is no list but a page or an XML document; it begins "${beginning}"`);
}

/** A page that begins in the middle of a file: what came before is not the whole list. */
export function isPageStart(line: string): boolean {
  return line.charCodeAt(0) === 60 && /^<(?:!doctype\s+html|html[\s>])/i.test(line);
}

const ERROR_KEYS = ["error", "errors", "message", "detail", "status", "statusCode", "code", "fault"];
const LIST_KEYS = ["url", "target", "domain", "host", "hostname", "value", "name", "list"];

/** Throws `file_bad_format` when the whole file is one JSON object that reports an error. */
export function refuseJsonError(whole: string): void {
  if (!/^\s*\{/.test(whole)) return;
  const keys = keysOf(whole);
  if (!ERROR_KEYS.some((key) => keys.includes(key)) || LIST_KEYS.some((key) => keys.includes(key))) return;
  throw new HifazatError("file_bad_format", `this is no list but an error message in JSON (${keys.join(", ")})`);
}

function keysOf(text: string): string[] {
  try {
    return Object.keys(JSON.parse(text));
  } catch {
    return [];
  }
}
