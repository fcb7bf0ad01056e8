import { Command, CommanderError } from "commander";
import { HifazatError } from "../core/errors.ts";

/** Exit codes that every command shares; `hifazat COMMAND --help` names the others. */
const EXIT = { failed: 1, usage: 2 } as const;

/** Declares a command's options; what it needs is imported when it runs. */
export type Register = (program: Command) => void;

/** Runs the command line with these commands. What goes wrong ends as an exit code and a line of words. */
export async function runProgram(description: string, registers: readonly Register[]): Promise<void> {
  const program = new Command("hifazat")
    .description(description)
    .version("0.1.0")
    .showHelpAfterError("(add --help for the options)")
    .exitOverride();
  for (const register of registers) register(program);

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
}

function report(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : EXIT.usage;
  process.stderr.write(`hifazat: ${errorText(error)}\n`);
  return EXIT.failed;
}

/** The code and what is wrong; of a fault of ours the place as well. */
export function errorText(error: unknown): string {
  if (error instanceof HifazatError) return `${error.code}: ${error.message}`;
  return `internal: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
}
