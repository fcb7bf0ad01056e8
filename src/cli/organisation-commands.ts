import type { Command } from "commander";
import type { OrganisationKind } from "../core/access/organisation.ts";
import { findCategory } from "../core/category.ts";
import { HifazatError } from "../core/errors.ts";
import { dataOption, now, openData } from "./data-option.ts";
import { operator } from "./operator.ts";

type Options = { data: string; json?: true };
type AddOptions = Options & { displayName?: string; category?: string[] };
type TokenOptions = Options & { label: string; days?: string; action?: string[] };

/** The commands that partners and subscribers have in common, on `command`. */
export function organisationCommands(command: Command, kind: OrganisationKind): void {
  const add = command
    .command("add <name>")
    .description(
      kind === "partner"
        ? "Makes a partner, which asks for blocks within its mandate."
        : "Makes a subscriber, which pulls lists.",
    )
    .option("--display-name <text>", "its name as people read it; the short name when left out");
  if (kind === "partner") add.requiredOption("--category <categories...>", "its mandate: categories by slug or title");
  add
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action((name, options) => make(name, kind, options));
  command
    .command("list")
    .description(`All ${kind}s.`)
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action((options) => list(kind, options));
  command
    .command("suspend <name>")
    .description("Stops its tokens and its people's sessions at once.")
    .option("--lift", "let them work again")
    .addOption(dataOption())
    .action((name, options) => suspend(name, kind, options));
  command
    .command("token <name>")
    .description("Makes a token and prints it, this once. `hifazat token` lists and revokes them.")
    .requiredOption("--label <text>", "what it is for, such as the machine it lies on")
    .option("--days <number>", "how long it is good: 1 to 730", "365")
    .option("--action <actions...>", "only for these actions, such as list.pull")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action((name, options) => issue(name, kind, options));
}

async function make(name: string, kind: OrganisationKind, options: AddOptions): Promise<void> {
  const { createOrganisation } = await import("../access/organisations.ts");
  const categories = (options.category ?? []).map((text) => {
    const found = findCategory(text);
    if (found === undefined) throw new HifazatError("category_unknown", `There is no category ${text}.`);
    return found.slug;
  });
  const db = await openData(options.data);
  try {
    const request = { name, displayName: options.displayName ?? name, kind, categories };
    const made = createOrganisation({ db, now }, request, operator());
    const mandate = categories.length === 0 ? "" : `, for ${categories.join(", ")}`;
    process.stdout.write(options.json ? `${JSON.stringify(made)}\n` : `made the ${kind} ${made.name}${mandate}\n`);
  } finally {
    db.sqlite.close();
  }
}

async function list(kind: OrganisationKind, options: Options): Promise<void> {
  const { listOrganisations } = await import("../storage/accounts/organisations.ts");
  const db = await openData(options.data);
  try {
    const found = listOrganisations(db).filter((organisation) => organisation.kind === kind);
    if (options.json) process.stdout.write(`${JSON.stringify(found, null, 2)}\n`);
    else
      for (const { name, displayName, categories, suspendedAt } of found)
        process.stdout.write(
          `${[name, displayName, categories.join(","), suspendedAt === null ? "" : "suspended"].filter(Boolean).join("  ")}\n`,
        );
  } finally {
    db.sqlite.close();
  }
}

async function suspend(name: string, kind: OrganisationKind, options: Options & { lift?: true }): Promise<void> {
  const { changeOrganisation } = await import("../access/organisations.ts");
  const db = await openData(options.data);
  try {
    await ofKind(db, name, kind);
    const { suspendedAt } = changeOrganisation({ db, now }, name, { suspended: options.lift !== true }, operator());
    process.stdout.write(`${name} is ${suspendedAt === null ? "active" : "suspended"}\n`);
  } finally {
    db.sqlite.close();
  }
}

async function issue(name: string, kind: OrganisationKind, options: TokenOptions): Promise<void> {
  const { issueToken } = await import("../access/issue-token.ts");
  const { randomBytes } = await import("node:crypto");
  const db = await openData(options.data);
  try {
    await ofKind(db, name, kind);
    const { label, action, days } = options;
    const request = { organisation: name, label, actions: action, days: Number(days) };
    const issued = issueToken({ db, now, random: randomBytes }, request, operator());
    const until = new Date(issued.expiresAt * 1_000).toISOString().slice(0, 10);
    process.stdout.write(
      options.json
        ? `${JSON.stringify(issued)}\n`
        : `${issued.id} of ${name}, until ${until}, for ${issued.actions.join(", ")}. Keep it, it is not shown again:\n${issued.token}\n`,
    );
  } finally {
    db.sqlite.close();
  }
}

/** `hifazat subscriber` must not touch a partner by a slip of the pen, nor the other way round. */
async function ofKind(db: Awaited<ReturnType<typeof openData>>, name: string, kind: OrganisationKind): Promise<void> {
  const { findOrganisation } = await import("../storage/accounts/organisations.ts");
  if (findOrganisation(db, name)?.kind !== kind) throw new HifazatError("not_found", `There is no ${kind} ${name}.`);
}
