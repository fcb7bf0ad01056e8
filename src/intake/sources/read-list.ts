import { hash } from "node:crypto";
import type { SourceFile } from "../../core/source/source.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import { targetText } from "../../core/target/target.ts";
import type { StagedItems } from "../../storage/items.ts";
import type { ReceivedItem } from "../formats/received-item.ts";
import type { openJudge } from "../judge.ts";
import { type Declared, type ReceivedFacts, receive } from "../receive.ts";

export type ReadList = {
  readonly facts: ReceivedFacts;
  /** Everything that it lists, as marks. */
  readonly listed: ReadonlySet<string>;
  /** What it did not list before, in the order in which it was staged as items from 1 on. */
  readonly fresh: readonly string[];
  /** Names that could be blocked, each once: what the bounds are about. */
  readonly names: number;
};

/**
 * Reads a source's body once: what it listed before is only recognised, what is new is judged and staged. Throws a `file_…`
 * code for a body that is no list, possibly after items were staged.
 */
export async function readList(
  path: string,
  declared: Declared,
  known: ReadonlySet<string>,
  judge: ReturnType<typeof openJudge>,
  staged: StagedItems,
): Promise<ReadList> {
  const received = receive(path, declared);
  const listed = new Set<string>();
  const fresh: string[] = [];
  let names = 0;
  for await (const batch of received.batches) {
    for (const one of batch) {
      // A row that its source has delisted is not on the list.
      if (one.kind === "ignored" || one.kind === "skipped") continue;
      const { mark, isName } = markOf(one);
      if (listed.has(mark)) continue;
      listed.add(mark);
      if (isName) names += 1;
      if (known.has(mark)) continue;
      fresh.push(mark);
      staged.add({ seq: fresh.length, line: one.line, text: one.text, ...judge(one) });
    }
  }
  return { facts: received.facts(), listed, fresh, names };
}

/** What a line means, so that writing it otherwise changes nothing; what means nothing stands for itself. */
function markOf(one: Extract<ReceivedItem, { kind: "candidate" | "refused" }>): { mark: string; isName: boolean } {
  if (one.kind === "refused") return { mark: digest(`refused ${one.code} ${one.text}`), isName: false };
  const read = canonicalise(one.target);
  if (read.kind === "refused") return { mark: digest(`refused ${read.code} ${one.text}`), isName: false };
  // A name that may be cut short is not the name.
  const cut = one.terminated ? "" : "cut ";
  return { mark: digest(`${cut}${targetText(read.target)}`), isName: one.terminated };
}

/** 128 bits: two of five million lines do not meet by chance. */
const digest = (text: string): string => hash("sha256", text, "hex").slice(0, 32);

/** What intake is told of a source's body. `bytes` on the disk are bounded already. */
export function declaredFile(file: SourceFile, filename: string): Declared {
  const { format, charset, finalNewline, scope, column, delimiter, agencies } = file;
  return {
    filename,
    format,
    charset,
    finalNewline,
    scope,
    csv: {
      ...(column !== null && { target: columnOf(column) }),
      ...(delimiter !== null && { delimiter }),
      ...(agencies !== null && { agencies: columnOf(agencies) }),
    },
    jsonl: { ...(column !== null && { field: column }) },
  };
}

const columnOf = (text: string): string | number => (/^\d{1,4}$/.test(text) ? Number(text) : text);
