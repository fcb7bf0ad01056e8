import { pipeline } from "node:stream/promises";
import type { Command } from "commander";
import type { Canonicalised } from "../../core/target/canonicalise.ts";
import { MAX_TARGET_LENGTH } from "../../core/target/limits.ts";

const HELP = `
Reads UTF-8 from standard input and writes one line for each line, in the same order:

  SCOPE <tab> VALUE     what the line would block: domain, host or url, and its canonical value
  refused <tab> CODE    why it is no target: public_suffix, ip_address, not_a_name, …

Names, URLs, hosts, RPZ, dnsmasq and ||name^ lines are understood, each by itself. A list to be blocked goes through
\`hifazat import\`, which knows whole files: their format, charset and whether the last line was cut off.
Exit code: 0, whatever the lines are.`;

const TOO_LONG = "refused\turl_too_long";

export function register(program: Command): void {
  program
    .command("normalise")
    .description("say how each line of standard input is understood, without keeping anything")
    .addHelpText("after", HELP)
    .action(run);
}

async function run(): Promise<void> {
  const { canonicalise } = await import("../../core/target/canonicalise.ts");
  try {
    await pipeline(process.stdin, (chunks) => answers(chunks, canonicalise), process.stdout);
  } catch (error) {
    // A reader that goes away (`| head`) is no failure.
    if (!(error instanceof Error && "code" in error && error.code === "EPIPE")) throw error;
  }
}

/**
 * One answer for each line, a block at a time. Holds one block and at most one unfinished line of the longest target;
 * of a longer line it keeps only that there is one.
 */
async function* answers(
  chunks: AsyncIterable<Uint8Array>,
  canonicalise: (text: string) => Canonicalised,
): AsyncGenerator<string> {
  const decoder = new TextDecoder();
  let rest = "";
  let isTooLong = false;
  const answer = (line: string): string => {
    const result = isTooLong ? undefined : canonicalise(line.endsWith("\r") ? line.slice(0, -1) : line);
    isTooLong = false;
    if (result === undefined) return TOO_LONG;
    return result.kind === "refused" ? `refused\t${result.code}` : `${result.target.scope}\t${result.target.value}`;
  };
  for await (const chunk of chunks) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split("\n");
    rest = lines.pop() ?? "";
    if (lines.length > 0) yield lines.map((line) => `${answer(line)}\n`).join("");
    // One more than a target may have, for the carriage return.
    if (rest.length > MAX_TARGET_LENGTH + 1) {
      isTooLong = true;
      rest = "";
    }
  }
  rest += decoder.decode();
  if (isTooLong || rest !== "") yield `${answer(rest)}\n`;
}
