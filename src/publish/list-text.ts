import { SCOPES, type Scope } from "../core/target/target.ts";
import type { IndexEntry } from "../protocol/index-file/format.ts";
import { formatLine } from "../protocol/list.ts";

/** Bytes of text in one piece, about; large enough that handing it on costs nothing, small enough to start early. */
const PIECE_BYTES = 1024 * 1024;

/** A list being written. */
export type ListText = {
  readonly count: number;
  readonly bytes: Uint8Array;
  /** Entries of each category, by slug. */
  readonly categories: Readonly<Record<string, number>>;
  /**
   * The entries again, in the same order. They are read back from the text and a few columns of numbers: to keep a
   * million of them as objects in the meantime costs the collector more than that.
   */
  readonly entries: () => Generator<IndexEntry>;
};

/** Writes the list's text. `onPiece` sees every piece, which ends at a line end, as soon as it is there. */
export function writeListText(source: Iterable<IndexEntry>, onPiece: (piece: Uint8Array) => void): ListText {
  const pieces: Buffer[] = [];
  const columns = new Columns();
  const categories: string[] = [];
  const counts: number[] = [];
  let text = "";
  const flush = (): void => {
    const piece = Buffer.from(text, "latin1");
    text = "";
    pieces.push(piece);
    onPiece(piece);
  };
  for (const entry of source) {
    let category = categories.indexOf(entry.category);
    if (category === -1) category = categories.push(entry.category) - 1;
    counts[category] = (counts[category] ?? 0) + 1;
    columns.add(entry.id, entry.order, SCOPES.indexOf(entry.scope), category);
    text += formatLine(entry);
    if (text.length >= PIECE_BYTES) flush();
  }
  if (text !== "") flush();
  return {
    count: columns.count,
    bytes: Buffer.concat(pieces),
    categories: Object.fromEntries(categories.map((slug, at) => [slug, counts[at] ?? 0])),
    entries: () => readBack(pieces, columns, categories),
  };
}

function* readBack(pieces: readonly Buffer[], columns: Columns, categories: readonly string[]): Generator<IndexEntry> {
  let at = 0;
  for (const piece of pieces) {
    const text = piece.toString("latin1");
    for (let start = 0; start < text.length; at++) {
      const value = text.slice(start, text.indexOf("\t", start));
      const scope = SCOPES[columns.scopes[at] ?? 0] as Scope;
      const category = categories[columns.categories[at] ?? 0] ?? "";
      yield { id: columns.ids[at] ?? 0, value, scope, category, order: columns.orders[at] ?? 0 };
      // After the value come a tab, the scope, a tab, the category, a line feed.
      start += value.length + scope.length + category.length + 3;
    }
  }
}

/** What the text does not say of each entry, or would have to be searched for. */
class Columns {
  count = 0;
  ids = new Uint32Array(1 << 16);
  orders = new Uint32Array(1 << 16);
  scopes = new Uint8Array(1 << 16);
  categories = new Uint8Array(1 << 16);

  add(id: number, order: number, scope: number, category: number): void {
    if (this.count === this.ids.length) this.#grow();
    this.ids[this.count] = id;
    this.orders[this.count] = order;
    this.scopes[this.count] = scope;
    this.categories[this.count] = category;
    this.count += 1;
  }

  #grow(): void {
    const { ids, orders, scopes, categories } = this;
    this.ids = new Uint32Array(ids.length * 2);
    this.orders = new Uint32Array(ids.length * 2);
    this.scopes = new Uint8Array(ids.length * 2);
    this.categories = new Uint8Array(ids.length * 2);
    this.ids.set(ids);
    this.orders.set(orders);
    this.scopes.set(scopes);
    this.categories.set(categories);
  }
}
