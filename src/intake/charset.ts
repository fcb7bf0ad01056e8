import { HifazatError } from "../core/errors.ts";

/** Charsets a source may declare, by the names registers and spreadsheets use for them. */
const LABELS: Readonly<Record<string, string>> = {
  "utf-8": "utf-8",
  utf8: "utf-8",
  "utf-16le": "utf-16le",
  "utf-16": "utf-16le",
  "utf-16be": "utf-16be",
  cp1250: "windows-1250",
  "windows-1250": "windows-1250",
  cp1251: "windows-1251",
  "windows-1251": "windows-1251",
  cp1252: "windows-1252",
  "windows-1252": "windows-1252",
  // The encoding standard reads ISO-8859-1 as windows-1252, and so do the programs that write it.
  latin1: "windows-1252",
  "iso-8859-1": "windows-1252",
  "iso-8859-2": "iso-8859-2",
  cp1256: "windows-1256",
  "windows-1256": "windows-1256",
};

/** The encoding standard's name of a declared charset. Throws `file_bad_charset` for one that is not known. */
export function charsetLabel(declared = "utf-8"): string {
  const label = LABELS[declared.trim().toLowerCase()];
  if (label !== undefined) return label;
  throw new HifazatError("file_bad_charset", `unknown charset "${declared}"; known: ${Object.keys(LABELS).join(", ")}`);
}

/** Whether the text has to be transcoded before line ends can be looked for as bytes. */
export function isUtf16(label: string): boolean {
  return label.startsWith("utf-16");
}

/**
 * The byte order mark at the beginning, checked against what was declared. UTF-16 is not guessed: a file in it is
 * refused until its source declares it. Answers the label to decode with and how many bytes to leave out.
 */
export function byteOrderMark(start: Uint8Array, label: string): { label: string; length: number } {
  const [a, b, c] = start;
  if (a === 0xef && b === 0xbb && c === 0xbf) {
    if (label === "utf-8") return { label, length: 3 };
    throw new HifazatError("file_bad_charset", `the file begins with a UTF-8 mark but is declared ${label}`);
  }
  const found = a === 0xff && b === 0xfe ? "utf-16le" : a === 0xfe && b === 0xff ? "utf-16be" : undefined;
  if (found === undefined) return { label, length: 0 };
  if (isUtf16(label)) return { label: found, length: 2 };
  throw new HifazatError("file_bad_charset", `the file is in ${found}; declare that charset, or save it as UTF-8`);
}

/**
 * Reads UTF-16 as UTF-8, so that line ends are single bytes. A character cut by the end of a block waits for the next one;
 * a call without a block says that there is none. Throws `file_bad_charset`.
 */
export function utf16AsUtf8(label: string): (block?: Uint8Array) => Uint8Array {
  const decoder = new TextDecoder(label, { fatal: true, ignoreBOM: true });
  const encoder = new TextEncoder();
  return (block) => {
    try {
      return encoder.encode(block === undefined ? decoder.decode() : decoder.decode(block, { stream: true }));
    } catch {
      throw new HifazatError("file_bad_charset", `the file is not in ${label}; declare the charset of the source`);
    }
  };
}
