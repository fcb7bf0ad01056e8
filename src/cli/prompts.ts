import { createInterface } from "node:readline";
import { Writable } from "node:stream";
import { HifazatError } from "../core/errors.ts";

export type Prompts = {
  /** One line, shown as it is typed. */
  readonly line: (label: string) => Promise<string>;
  /** One line, not shown. */
  readonly secret: (label: string) => Promise<string>;
  readonly close: () => void;
};

/**
 * Asks on the terminal, or reads line by line from a pipe: what is secret never stands among a command's arguments,
 * where every user of the machine can read it. Labels go to standard error.
 */
export function openPrompts(
  input: NodeJS.ReadStream = process.stdin,
  output: NodeJS.WriteStream = process.stderr,
): Prompts {
  let hidden = false;
  const shown = new Writable({
    write(chunk, _, done) {
      if (!hidden) output.write(chunk);
      done();
    },
  });
  const terminal = input.isTTY === true;
  // An iterator from the start: lines that a pipe brings before they are asked for must not be lost.
  const reader = createInterface({ input, output: shown, terminal, historySize: 0 });
  const lines = reader[Symbol.asyncIterator]();
  reader.on("SIGINT", () => reader.close());
  const ask = async (label: string, secret: boolean): Promise<string> => {
    output.write(label);
    hidden = secret;
    const { value, done } = await lines.next();
    hidden = false;
    if (secret && terminal) output.write("\n");
    if (done === true) throw new HifazatError("bad_request", "The input ended before everything was answered.");
    return value;
  };
  return { line: (label) => ask(label, false), secret: (label) => ask(label, true), close: () => reader.close() };
}
