import { spawn } from "node:child_process";
import { once } from "node:events";
import { text } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { describe, expect, test } from "vitest";
import { MAX_TARGET_LENGTH } from "../../src/core/target/limits.ts";

const MAIN = fileURLToPath(new URL("../../src/cli/main.js", import.meta.url));

type Run = { readonly output: string; readonly errors: string; readonly exit: unknown };

/** Runs the real command on these bytes. */
async function normalise(...input: (string | Uint8Array)[]): Promise<Run> {
  const child = spawn(process.execPath, [MAIN, "normalise"]);
  const ended = Promise.all([text(child.stdout), text(child.stderr), once(child, "close")]);
  for (const part of input) if (!child.stdin.write(part)) await once(child.stdin, "drain");
  child.stdin.end();
  const [output, errors, [exit]] = await ended;
  return { output, errors, exit };
}

async function answersTo(...input: (string | Uint8Array)[]): Promise<string[]> {
  const { output, errors, exit } = await normalise(...input);
  expect({ errors, exit }).toEqual({ errors: "", exit: 0 });
  expect(output === "" || output.endsWith("\n")).toBe(true);
  return output.split("\n").slice(0, -1);
}

describe("hifazat normalise", () => {
  test("answers every line with one line, in order, and ends with 0", async () => {
    const input = "Example.COM\n\n# why\nhttps://example.com/%61\r\n=a.b.com\n.com\n1.2.3.4\nکراچی.پاکستان\n";
    expect(await answersTo(input)).toEqual([
      "domain\texample.com",
      "refused\tempty",
      "refused\tcomment",
      "url\texample.com/a",
      "host\ta.b.com",
      "refused\tpublic_suffix",
      "refused\tip_address",
      "domain\txn--mgbt0xve8g.xn--mgbai9azgqp6j",
    ]);
  });

  test("answers nothing to nothing, and a last line that no newline ends", async () => {
    expect(await answersTo("")).toEqual([]);
    expect(await answersTo("\n\n")).toEqual(["refused\tempty", "refused\tempty"]);
    expect(await answersTo("a.com\nb.com")).toEqual(["domain\ta.com", "domain\tb.com"]);
  });

  test("reads characters and line ends that are cut by a block", async () => {
    const bytes = new TextEncoder().encode("\ufeffکراچی.com\r\nb.com\r\n");
    const single = Array.from(bytes, (byte) => Uint8Array.of(byte));
    expect(await answersTo(...single)).toEqual(["domain\txn--mgbt0xve8g.com", "domain\tb.com"]);
  });

  test("refuses bytes that are no UTF-8, and goes on", async () => {
    const bytes = Buffer.concat([Buffer.from("a.com\nb\xfccher.de\nhttp://c.com/", "latin1"), Buffer.of(0xd8, 0x0a)]);
    expect(await answersTo(bytes)).toEqual(["domain\ta.com", "refused\tbad_character", "refused\tbad_character"]);
  });

  test("takes the longest line with its carriage return, and refuses one that is longer", async () => {
    const longest = `example.com/${"a".repeat(MAX_TARGET_LENGTH - 12)}`;
    expect(await answersTo(`${longest}\r\n${longest}a\r\nb.com\n`)).toEqual([
      `url\t${longest}`,
      "refused\turl_too_long",
      "domain\tb.com",
    ]);
  });

  test("refuses a line of 64 MB without keeping it, and answers the next one", async () => {
    const block = Buffer.alloc(1_048_576, "a");
    const parts = Array.from({ length: 64 }, () => block);
    expect(await answersTo("a.com\n", ...parts, "\nb.com\n", ...parts)).toEqual([
      "domain\ta.com",
      "refused\turl_too_long",
      "domain\tb.com",
      "refused\turl_too_long",
    ]);
  });

  test("answers as many lines as there are, over many blocks", async () => {
    const lines = Array.from({ length: 50_000 }, (_, number) => `name-${number}.example.com`);
    expect(await answersTo(`${lines.join("\n")}\n`)).toEqual(lines.map((line) => `domain\t${line}`));
  });

  test("a reader that goes away is no failure", async () => {
    const child = spawn(process.execPath, [MAIN, "normalise"]);
    child.stdin.on("error", () => {});
    const errors = text(child.stderr);
    child.stdout.once("data", () => child.stdout.destroy());
    const closed = once(child, "close");
    const block = "example.com\n".repeat(50_000);
    const writing = (async () => {
      while (child.exitCode === null && !child.stdin.destroyed) {
        if (!child.stdin.write(block)) await Promise.race([once(child.stdin, "drain"), closed]);
      }
    })().catch(() => {});
    const [exit] = await closed;
    await writing;
    expect({ exit, errors: await errors }).toEqual({ exit: 0, errors: "" });
  });

  test("says in its help what it writes and how it ends", async () => {
    const child = spawn(process.execPath, [MAIN, "normalise", "--help"]);
    const help = await text(child.stdout);
    expect(help).toContain("refused <tab> CODE");
    expect(help).toContain("Exit code: 0");
  });
});
