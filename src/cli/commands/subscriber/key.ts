import type { Command } from "commander";
import type { SealedKeyView } from "../../../core/access/sealed-key.ts";
import type { Db } from "../../../storage/database.ts";
import { dataOption, now, openData } from "../../data-option.ts";
import { operator } from "../../operator.ts";

type Options = { data: string; json?: true; replaces?: string };

export function registerKey(subscriber: Command): void {
  const key = subscriber
    .command("key")
    .description(
      "Keys to which the sealed list is encrypted, made by the subscriber with age-keygen. Whoever's key is enrolled reads\n" +
        "that list: compare it with its owner by telephone first.",
    );
  key
    .command("add <name> <key>")
    .description("Enrols the public key (age1…). It counts from the next release on.")
    .option("--replaces <id>", "take this key off in the same moment")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(add);
  key
    .command("remove <name> <id>")
    .description("Takes a key off: it opens no later release.")
    .addOption(dataOption())
    .action(remove);
  key
    .command("list <name>")
    .description("A subscriber's keys, those taken off too.")
    .option("--json", "print as JSON")
    .addOption(dataOption())
    .action(list);
}

async function withData<T>(data: string, work: (db: Db) => T | Promise<T>): Promise<T> {
  const db = await openData(data);
  try {
    return await work(db);
  } finally {
    db.sqlite.close();
  }
}

async function add(name: string, key: string, { data, json, replaces }: Options): Promise<void> {
  const { enrolSealedKey } = await import("../../../distribute/sealed/keys.ts");
  const made = await withData(data, (db) => enrolSealedKey({ db, now }, name, { key, replaces }, operator()));
  const text = `${made.id} of ${name} is enrolled; it opens the next release (hifazat publish)\n`;
  process.stdout.write(json ? `${JSON.stringify(made)}\n` : text);
}

async function remove(name: string, id: string, { data }: Options): Promise<void> {
  const { removeSealedKey } = await import("../../../distribute/sealed/keys.ts");
  await withData(data, (db) => removeSealedKey({ db, now }, name, id, operator()));
  process.stdout.write(`${id} of ${name} is taken off; it cannot open the next release (hifazat publish)\n`);
}

async function list(name: string, { data, json }: Options): Promise<void> {
  const { sealedKeys } = await import("../../../distribute/sealed/keys.ts");
  const keys = await withData(data, (db) => sealedKeys({ db }, name));
  process.stdout.write(json ? `${JSON.stringify(keys, null, 2)}\n` : keys.map(line).join(""));
}

function line({ id, recipient, enrolledBy, removedAt }: SealedKeyView): string {
  const off = removedAt === null ? "" : `  taken off ${new Date(removedAt * 1_000).toISOString()}`;
  return `${id}  ${recipient}  by ${enrolledBy}${off}\n`;
}
