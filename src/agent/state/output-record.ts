import { readFileSync } from "node:fs";
import { join } from "node:path";
import { z } from "zod";
import { REJECTIONS } from "../render/rendering.ts";
import { attempt, ifPresent, makeFolder, replaceFile } from "./durable.ts";
import { STATE_FILE_MODE, type StateFolder } from "./folder.ts";

const tally = z.object({
  carried: z.int(),
  covered: z.int(),
  narrowed: z.int(),
  rejected: z.partialRecord(z.enum(REJECTIONS), z.int()),
  unpassed: z.int(),
});

const outputRecord = z.object({
  format: z.literal("hifazat-agent-output/1"),
  path: z.string(),
  kind: z.string(),
  /** `writing` from before the file is renamed into place until its hook has succeeded. */
  state: z.enum(["writing", "done", "failed"]),
  /** What the file was made from: list, options and allow list. The same key and serial make the same bytes. */
  key: z.string(),
  release: z.int(),
  /** The last SOA serial given to a file of this output; it only grows. */
  serial: z.int(),
  sha256: z.string(),
  bytes: z.int(),
  modifiedMs: z.number(),
  tally,
  at: z.string(),
  message: z.string(),
});

/** What the agent last did to an output. */
export type OutputRecord = Readonly<z.infer<typeof outputRecord>>;

const fileOf = (state: StateFolder, name: string): string => join(state.outputs, `${name}.json`);

/** The record, or undefined when there is none that can be read: the output is then simply made anew. */
export function readOutputRecord(state: StateFolder, name: string): OutputRecord | undefined {
  const text = attempt(`read the record of output ${name}`, () =>
    ifPresent(() => readFileSync(fileOf(state, name), "utf8")),
  );
  if (text === undefined) return undefined;
  try {
    return outputRecord.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function writeOutputRecord(state: StateFolder, name: string, record: OutputRecord): void {
  makeFolder(state.outputs);
  replaceFile(fileOf(state, name), `${JSON.stringify(record, null, 2)}\n`, STATE_FILE_MODE);
}
