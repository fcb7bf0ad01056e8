import { HifazatError } from "../core/errors.ts";
import type { FileFormat } from "../core/file-format.ts";
import type { FileSource } from "./blocks.ts";
import { detectFormat } from "./formats/detect.ts";
import { type FormatOptions, openFormat } from "./formats/format.ts";
import type { Line } from "./formats/line.ts";
import type { FormatReader } from "./formats/reader.ts";
import type { ReceivedItem } from "./formats/received-item.ts";
import { type FileFacts, type ReadOptions, readFile } from "./read-file.ts";

/** What a source declares about its files; all of it may be left to be found out, except the charset. */
export type Declared = ReadOptions &
  FormatOptions & {
    readonly format?: FileFormat | undefined;
    /** Helps to find the format; the path when the source is one. */
    readonly filename?: string | undefined;
  };

export type ItemCounts = Record<ReceivedItem["kind"], number>;
export type ReceivedFacts = FileFacts & { readonly format: FileFormat; readonly counts: ItemCounts };

export type Received = {
  /** The items in the order of their lines, in batches. Read it once. Throws what `readFile` throws. */
  readonly batches: AsyncIterable<ReceivedItem[]>;
  /** Known once `batches` came to its end. */
  readonly facts: () => ReceivedFacts;
};

/**
 * A received file as items, one or more a line. A file that has comments only is refused as `file_empty`: taken as a list
 * it would remove everything its source ever listed.
 */
export function receive(source: FileSource, declared: Declared = {}): Received {
  let facts: ReceivedFacts | undefined;
  async function* batches(): AsyncGenerator<ReceivedItem[]> {
    const counts: ItemCounts = { candidate: 0, refused: 0, skipped: 0, ignored: 0 };
    const filename = declared.filename ?? (typeof source === "string" ? source : "");
    let file: FileFacts | undefined;
    let format = declared.format;
    let reader: FormatReader | undefined;
    const atEnd = (facts: FileFacts) => {
      file = facts;
    };
    for await (const lines of readFile(source, declared, atEnd)) {
      format ??= detectFormat(sampleOf(lines), filename);
      reader ??= openFormat(format, declared);
      yield counted(reader.read(lines), counts);
    }
    yield counted(reader?.end() ?? [], counts);
    if (counts.candidate + counts.refused + counts.skipped === 0) {
      throw new HifazatError("file_empty", "the file has comments only");
    }
    if (file !== undefined) facts = { ...file, format: format ?? "plain", counts };
  }
  return {
    batches: batches(),
    facts() {
      if (facts === undefined) throw new HifazatError("internal", "the file was not read to its end");
      return facts;
    },
  };
}

function counted(items: ReceivedItem[], counts: ItemCounts): ReceivedItem[] {
  for (const item of items) counts[item.kind] += 1;
  return items;
}

function sampleOf(lines: readonly Line[]): string {
  return lines
    .slice(0, 400)
    .map((line) => line.text)
    .join("\n");
}
