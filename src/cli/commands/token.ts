import type { Command } from "commander";
import { dataOption, now, openData } from "../data-option.ts";
import { operator } from "../operator.ts";

type Options = { data: string; json?: true };

export function register(program: Command): void {
  const token = program
    .command("token")
    .summary("tokens of partners and subscribers: list, revoke")
    .description("`hifazat partner token NAME` and `hifazat subscriber token NAME` make one.");
  token
    .command("list [organisation]")
    .description("Tokens of one organisation, or of all: never the tokens themselves, which are not kept.")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(list);
  token
    .command("revoke <id>")
    .description("Ends a token, named by its id (t12), at once.")
    .addOption(dataOption())
    .action(revoke);
}

async function list(organisation: string | undefined, options: Options): Promise<void> {
  const { tokenViews } = await import("../../access/list-tokens.ts");
  const db = await openData(options.data);
  try {
    const tokens = tokenViews({ db, now }, organisation);
    if (options.json) process.stdout.write(`${JSON.stringify(tokens, null, 2)}\n`);
    else
      for (const { id, organisation: of, label, actions, state, expiresAt } of tokens) {
        const until = new Date(expiresAt * 1_000).toISOString().slice(0, 10);
        process.stdout.write(`${id}  ${of}  ${state} until ${until}  ${actions.join(",")}  ${label}\n`);
      }
  } finally {
    db.sqlite.close();
  }
}

async function revoke(id: string, options: Options): Promise<void> {
  const { revokeToken } = await import("../../access/revoke-token.ts");
  const db = await openData(options.data);
  try {
    revokeToken({ db, now }, id, operator());
    process.stdout.write(`${id} is revoked\n`);
  } finally {
    db.sqlite.close();
  }
}
