import { HifazatError } from "../../core/errors.ts";
import { SCOPES, type Scope } from "../../core/target/target.ts";
import type { Change } from "../delta.ts";
import { MAX_ENTRIES } from "../limits.ts";
import type { IndexEntry } from "./format.ts";
import { AT, HEADER_BYTES, type IndexMeta } from "./layout.ts";
import { parseMeta } from "./open.ts";
import { openIndex } from "./read.ts";

/** The final state of one target in an index. */
export type IndexChange =
  | { readonly kind: "put"; readonly entry: IndexEntry }
  | { readonly kind: "drop"; readonly value: string; readonly scope: Scope };

export type IndexDelta = { readonly meta: IndexMeta; readonly changes: readonly IndexChange[] };

/**
 * What takes the index of an earlier release to `index` (README 8.12). `changes` is the list's delta from that release, in
 * list order. Throws delta_malformed when the index lacks what they put.
 */
export function formatIndexDelta(index: Uint8Array<ArrayBuffer>, changes: Iterable<Change>): string {
  const metaBytes = new DataView(index.buffer, index.byteOffset, HEADER_BYTES).getUint32(AT.meta + 4, true);
  const meta = new TextDecoder().decode(index.subarray(HEADER_BYTES, HEADER_BYTES + metaBytes)).trimEnd();
  const reader = openIndex(index.buffer);
  let text = `${meta}\n`;
  for (const change of changes) {
    if (change.kind === "drop") text += `-${change.value}\t${change.scope}\n`;
    else {
      const { value, scope } = change.line;
      const handle = reader.find(scope, value);
      if (handle === -1) throw malformed("lacks an entry that the list's delta puts");
      const { category, id, order } = reader.entry(handle);
      text += `+${value}\t${scope}\t${category}\t${id}\t${order}\n`;
    }
  }
  return text;
}

/**
 * Reads it. Whether it is right shows in the index that it makes, whose hash is signed: here only its form is checked. Throws
 * delta_malformed.
 */
export function readIndexDelta(text: string): IndexDelta {
  const lines = text.split("\n");
  if (lines.pop() !== "") throw malformed("has no final newline");
  const [first = "", ...rest] = lines;
  const count = /"count":(\d{1,8})[,}]/.exec(first)?.[1];
  if (count === undefined || Number(count) > MAX_ENTRIES)
    throw malformed("does not begin with an index's meta section");
  return { meta: parseMeta(new TextEncoder().encode(first), Number(count)), changes: rest.map(readChange) };
}

const LINE = /^([+-])([\x21-\x7e]+)\t([a-z]+)(?:\t([a-z0-9-]+)\t(\d{1,10})\t(\d{1,10}))?$/;

function readChange(line: string, at: number): IndexChange {
  const [, sign, value, scopeText, category, id, order] = LINE.exec(line) ?? [];
  const scope = SCOPES.find((scope) => scope === scopeText);
  const put = sign === "+";
  if (value === undefined || scope === undefined || put !== (category !== undefined))
    throw malformed(`is malformed in line ${at + 2}`);
  if (category === undefined) return { kind: "drop", value, scope };
  return { kind: "put", entry: { id: Number(id), value, scope, category, order: Number(order) } };
}

function malformed(what: string): HifazatError {
  return new HifazatError("delta_malformed", `the index delta ${what}`);
}
