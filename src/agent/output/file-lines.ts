import { closeSync, openSync, readSync } from "node:fs";

const READ_BYTES = 1_048_576;

/** The lines of an ASCII file of ours without their line feeds, in bounded memory. */
export function* fileLines(file: string): Generator<string> {
  const buffer = Buffer.alloc(READ_BYTES);
  const handle = openSync(file, "r");
  try {
    let rest = "";
    for (let read = readSync(handle, buffer); read > 0; read = readSync(handle, buffer)) {
      const lines = (rest + buffer.toString("latin1", 0, read)).split("\n");
      rest = lines.pop() ?? "";
      yield* lines;
    }
    if (rest !== "") yield rest;
  } finally {
    closeSync(handle);
  }
}
