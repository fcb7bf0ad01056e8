import type { Command } from "commander";
import { isRole, ROLES, type Role } from "../../core/access/role.ts";
import { HifazatError } from "../../core/errors.ts";
import { dataOption, now, openData } from "../data-option.ts";
import { operator } from "../operator.ts";

type Options = { data: string; json?: true };
type AddOptions = Options & { displayName?: string; role: string[]; organisation?: string };

export function register(program: Command): void {
  const officer = program.command("officer").summary("staff accounts: make, list, change, suspend, reset");
  const roles = [
    "-r, --role <roles...>",
    `one or more of ${ROLES.filter((role) => role !== "subscriber").join(", ")}`,
  ] as const;
  officer
    .command("add <name>")
    .description(
      "Makes an account and prints a one-time code. Its owner takes it into use with that code, a password of their own\n" +
        "and a second factor: at the console, or here with `hifazat officer enrol NAME`.",
    )
    .requiredOption(...roles)
    .option("--display-name <text>", "the person's name as others read it; the account's name when left out")
    .option("--organisation <name>", "with the role partner: the partner organisation")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(add);
  officer
    .command("list")
    .description("All accounts.")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(list);
  officer
    .command("roles <name>")
    .description("Gives an account other roles, in place of those it has.")
    .requiredOption(...roles)
    .addOption(dataOption())
    .action((name: string, options: AddOptions) => change(name, options, { roles: options.role.map(roleNamed) }));
  officer
    .command("suspend <name>")
    .description("Ends an account's sessions and lets it sign in no more. Nothing it did changes.")
    .option("--lift", "let it sign in again")
    .addOption(dataOption())
    .action((name: string, options: Options & { lift?: true }) =>
      change(name, options, { suspended: options.lift !== true }),
    );
  officer
    .command("reset <name>")
    .description("Takes an account's password, second factors and sessions away and prints a code to enrol it anew.")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(reset);
  officer
    .command("unlock <name>")
    .description("Forgets wrong attempts, so that who locked themselves out need not wait.")
    .addOption(dataOption())
    .action(unlock);
  officer
    .command("enrol <name>")
    .description("Takes an account into use here: asks for the code and a password, and sets up TOTP.")
    .addOption(dataOption())
    .action(enrol);
}

async function add(name: string, options: AddOptions): Promise<void> {
  const { createAccount } = await import("../../access/create-account.ts");
  const { randomBytes } = await import("node:crypto");
  const { displayName = name, organisation = null } = options;
  const request = { name, displayName, roles: options.role.map(roleNamed), organisation };
  await withData(options, (db) => {
    show(createAccount({ db, now, random: randomBytes }, request, operator()), options);
  });
}

async function reset(name: string, options: Options): Promise<void> {
  const { resetAccount } = await import("../../access/change-account.ts");
  const { randomBytes } = await import("node:crypto");
  await withData(options, (db) => show(resetAccount({ db, now, random: randomBytes }, name, operator()), options));
}

function show(enrolment: { name: string; code: string; expiresAt: number }, { json }: Options): void {
  const until = new Date(enrolment.expiresAt * 1_000).toISOString().slice(0, 16);
  process.stdout.write(
    json
      ? `${JSON.stringify(enrolment)}\n`
      : `${enrolment.name} can be taken into use with this code until ${until}Z:\n${enrolment.code}\n`,
  );
}

async function list(options: Options): Promise<void> {
  const { accountViews } = await import("../../access/account-view.ts");
  await withData(options, (db) => {
    const accounts = accountViews(db);
    if (options.json) process.stdout.write(`${JSON.stringify(accounts, null, 2)}\n`);
    else
      for (const { name, displayName, roles, organisation, enrolled, suspendedAt } of accounts) {
        const state = suspendedAt !== null ? "  suspended" : enrolled ? "" : "  not enrolled";
        const of = organisation === null ? "" : ` of ${organisation.name}`;
        process.stdout.write(`${name}  ${roles.join(",")}${of}  ${displayName}${state}\n`);
      }
  });
}

async function change(
  name: string,
  options: Options,
  wanted: { roles?: readonly Role[]; suspended?: boolean },
): Promise<void> {
  const { changeAccount } = await import("../../access/change-account.ts");
  const { randomBytes } = await import("node:crypto");
  await withData(options, (db) => {
    const { roles, suspendedAt } = changeAccount({ db, now, random: randomBytes }, name, wanted, operator());
    process.stdout.write(`${name}  ${roles.join(",")}${suspendedAt === null ? "" : "  suspended"}\n`);
  });
}

async function unlock(name: string, options: Options): Promise<void> {
  const { unlockAccount } = await import("../../access/unlock.ts");
  const { LIMITS_FILE, openLimits } = await import("../../storage/accounts/limits.ts");
  await withData(options, async (db) => {
    const limits = openLimits(`${options.data}/${LIMITS_FILE}`);
    try {
      await unlockAccount({ db, limits, now }, name, operator());
    } finally {
      limits.close();
    }
    process.stdout.write(`${name} can try again\n`);
  });
}

async function enrol(name: string, options: Options): Promise<void> {
  const { openAccess } = await import("../../access/open-access.ts");
  const { enrolHere } = await import("../enrol-here.ts");
  const { openPrompts } = await import("../prompts.ts");
  await withData(options, async (db) => {
    const ports = openAccess(db, options.data, { kind: "loopback" });
    const prompts = openPrompts();
    try {
      await enrolHere(ports, name, prompts, (line) => process.stdout.write(`${line}\n`));
    } finally {
      prompts.close();
      ports.limits.close();
    }
  });
}

async function withData(options: Options, work: (db: Awaited<ReturnType<typeof openData>>) => void | Promise<void>) {
  const db = await openData(options.data);
  try {
    await work(db);
  } finally {
    db.sqlite.close();
  }
}

function roleNamed(text: string): Role {
  if (isRole(text)) return text;
  throw new HifazatError("bad_request", `${text} is none of the roles ${ROLES.join(", ")}.`);
}
