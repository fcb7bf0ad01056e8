import { type Command, InvalidArgumentError } from "commander";
import type { CeremonyOutcome } from "../../publish/keys/rotate.ts";
import type { RoleName } from "../../publish/tuf/roles.ts";
import { dataOption, openData } from "../data-option.ts";

const ROLES: readonly RoleName[] = ["root", "targets", "snapshot", "timestamp"];

type Options = { data: string; json?: true };
type CeremonyOptions = Options & { rootKeys: string[] };

export function register(program: Command): void {
  const keys = program.command("keys").summary("list and change the keys that sign releases");
  keys
    .command("list")
    .description("Every role's keys by id, where they lie on this machine, and when its metadata expires.")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(list);
  keys
    .command("rotate <roles...>")
    .description(
      "Replaces the keys of one or more of root, targets, snapshot and timestamp in one new root version. Clients follow\n" +
        "by themselves, whichever root they know. Give every role whose key may be stolen or is lost.",
    )
    .requiredOption("--root-keys <files...>", "two of the present root keys")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action((roles: string[], options: CeremonyOptions) => ceremony(roles.map(roleNamed), options));
  keys
    .command("resign-root")
    .description("Signs the next root version with the same keys, so that it is valid for another year.")
    .requiredOption("--root-keys <files...>", "two of the present root keys")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action((options: CeremonyOptions) => ceremony([], options));
}

function roleNamed(text: string): RoleName {
  const role = ROLES.find((name) => name === text);
  if (role === undefined) throw new InvalidArgumentError(`${text} is none of ${ROLES.join(", ")}.`);
  return role;
}

async function list(options: Options): Promise<void> {
  const { dataFolder } = await import("../../publish/data-folder.ts");
  const { listKeys } = await import("../../publish/keys/list-keys.ts");
  const { openStore } = await import("../../publish/publishing.ts");
  const folder = dataFolder(options.data);
  const reports = await listKeys(folder, openStore(folder), new Date());
  if (options.json) {
    process.stdout.write(`${JSON.stringify(reports, null, 2)}\n`);
    return;
  }
  for (const { role, version, expires, renew, threshold, keys } of reports) {
    const warning = renew ? "  RENEW" : "";
    process.stdout.write(`${role}: version ${version}, expires ${expires}, needs ${threshold}${warning}\n`);
    for (const { id, file } of keys) process.stdout.write(`  ${id}  ${file ?? "not on this machine"}\n`);
  }
}

async function ceremony(roles: readonly RoleName[], options: CeremonyOptions): Promise<void> {
  const { rotate } = await import("../../publish/keys/rotate.ts");
  const { withPublishLock } = await import("../../publish/lock.ts");
  const { openPublishing } = await import("../../publish/publishing.ts");
  const db = await openData(options.data);
  try {
    const { folder, store, ledger, now } = openPublishing(options.data, db);
    const outcome = await withPublishLock(folder.lock, async () => {
      const done = await rotate({ folder, store, rootKeys: options.rootKeys, now: now() }, roles);
      const { version, signedBy, replaced } = done;
      const at = Math.floor(now().getTime() / 1000);
      const subject = `root:${version}`;
      ledger.audit({ at, actor: "root keys", action: "key.root", subject, detail: { signedBy, replaced } });
      return done;
    });
    process.stdout.write(options.json ? `${JSON.stringify(outcome)}\n` : describe(outcome));
  } finally {
    db.sqlite.close();
  }
}

function describe({ version, replaced, moveAway }: CeremonyOutcome): string {
  const lines = [`published root ${version}`];
  for (const [role, ids] of Object.entries(replaced)) lines.push(`${role}: ${ids.join(", ")}`);
  if (moveAway.length > 0)
    lines.push(
      "Move the new root keys to three separate media and destroy the old ones:",
      ...moveAway.map((file) => `  ${file}`),
    );
  return `${lines.join("\n")}\n`;
}
