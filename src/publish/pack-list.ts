import { type PackedEntries, Packer } from "../protocol/index-file/packed.ts";
import type { ActiveList } from "./release-request.ts";

/** Entries in one piece of text: large enough that handing it on costs nothing, small enough to start early. */
const PIECE_ENTRIES = 32_768;

/** Packs a list while it is read. `onPiece` sees its text, in pieces that end at line ends, as soon as each is there. */
export function packList({ orders, entries }: ActiveList, onPiece: (text: Uint8Array) => void): PackedEntries {
  const packer = new Packer(orders);
  let from = 0;
  const flush = (): void => {
    onPiece(packer.lines(from));
    from = packer.count;
  };
  for (const entry of entries) {
    packer.add(entry);
    if (packer.count - from === PIECE_ENTRIES) flush();
  }
  if (packer.count > from) flush();
  return packer.finish();
}
