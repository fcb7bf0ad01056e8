import type { Command } from "commander";
import { dataOption, now, openData } from "../data-option.ts";

type Options = { data: string; json?: true };

export function register(program: Command): void {
  program
    .command("init")
    .summary("make a data folder: database, keys, empty signed repository")
    .description(
      "Makes what a registry needs in the data folder, with its first administrator, and says what it made. Running it again changes nothing;\n" +
        "after an interruption it goes on where it stopped.",
    )
    .option("--json", "print what was made as JSON")
    .addOption(dataOption())
    .action(run);
}

async function run(options: Options): Promise<void> {
  const { initialise } = await import("../../publish/initialise.ts");
  const { ensureAdministrator } = await import("../first-administrator.ts");
  const { made, moveAway } = await initialise(options.data, new Date());
  const db = await openData(options.data);
  const administrator = ensureAdministrator(db, now());
  db.sqlite.close();
  if (options.json) {
    process.stdout.write(`${JSON.stringify({ data: options.data, made, moveAway, administrator })}\n`);
    return;
  }
  const lines =
    made.length === 0 ? [`${options.data} is complete; nothing to make`] : made.map((file) => `made ${file}`);
  if (moveAway.length > 0)
    lines.push(
      "",
      "The root keys decide which keys clients trust. Move them now to three separate media, kept by three people:",
      ...moveAway.map((file) => `  ${file}`),
      "Any two of them are asked for by `hifazat keys rotate` and `hifazat keys resign-root` (--root-keys).",
    );
  if (administrator.length > 0) lines.push("", ...administrator);
  process.stdout.write(`${lines.join("\n")}\n`);
}
