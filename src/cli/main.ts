#!/usr/bin/env node
import { readdir } from "node:fs/promises";
import { enableCompileCache } from "node:module";
import { Command, CommanderError } from "commander";
import { HifazatError } from "../core/errors.ts";

// Keeps what was compiled (and stripped of types) for the next start: a third of the start of a command.
enableCompileCache();

/** Exit codes that every command shares; `hifazat COMMAND --help` names the others. */
const EXIT = { failed: 1, usage: 2 } as const;

const program = new Command("hifazat")
  .description("The national content-blocking registry and its distribution to ISPs")
  .version("0.1.0")
  .showHelpAfterError("(add --help for the options)")
  .exitOverride();

const commands = new URL("./commands/", import.meta.url);
for (const file of (await readdir(commands)).filter((name) => name.endsWith(".ts")).sort()) {
  const { register } = (await import(new URL(file, commands).href)) as { register: (program: Command) => void };
  register(program);
}

// A reader that goes away (`| head`) is no failure.
process.stdout.on("error", (error: NodeJS.ErrnoException) => {
  if (error.code === "EPIPE") process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  process.exitCode = report(error);
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  if (error instanceof HifazatError) {
    process.stderr.write(`hifazat: ${error.code}: ${error.message}\n`);
    return EXIT.failed;
  }
  process.stderr.write(
    `hifazat: internal: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}\n`,
  );
  return EXIT.failed;
}
