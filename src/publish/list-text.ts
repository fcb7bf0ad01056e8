import type { IndexEntry } from "../protocol/index-file/format.ts";
import { formatLine } from "../protocol/list.ts";

/** Bytes of text in one piece, about; large enough that handing it on costs nothing, small enough to start early. */
const PIECE_BYTES = 1024 * 1024;

/** A list being written: its entries, and its text in pieces that end at line ends. */
export type ListText = {
  readonly entries: readonly IndexEntry[];
  readonly bytes: Uint8Array;
  /** Entries of each category, by slug. */
  readonly categories: Readonly<Record<string, number>>;
};

/** Writes the list's text. `onPiece` sees every piece as soon as it is there. */
export function writeListText(source: Iterable<IndexEntry>, onPiece: (piece: Uint8Array) => void): ListText {
  const entries: IndexEntry[] = [];
  const pieces: Uint8Array[] = [];
  const counts = new Map<string, number>();
  let text = "";
  const flush = (): void => {
    const piece = Buffer.from(text, "latin1");
    text = "";
    pieces.push(piece);
    onPiece(piece);
  };
  for (const entry of source) {
    entries.push(entry);
    counts.set(entry.category, (counts.get(entry.category) ?? 0) + 1);
    text += formatLine(entry);
    if (text.length >= PIECE_BYTES) flush();
  }
  if (text !== "") flush();
  return { entries, bytes: Buffer.concat(pieces), categories: Object.fromEntries(counts) };
}
