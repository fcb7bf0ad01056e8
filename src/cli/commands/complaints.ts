import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { type Command, Option } from "commander";
import { CATEGORIES } from "../../core/category.ts";
import { HifazatError } from "../../core/errors.ts";
import { dataOption, now, openData } from "../data-option.ts";

export function register(program: Command): void {
  const complaints = program.command("complaints").summary("take in complaints that came by mail");
  complaints
    .command("import-mail <folder>")
    .description(
      "Makes complaints of the .eml files in a folder and removes them. Files in the mails are dropped unread; mails " +
        "without an address are moved to FOLDER/unread for a person to read.",
    )
    .addOption(dataOption())
    .addOption(new Option("--category <slug>", "what the mailbox is for").default("miscellaneous"))
    .action(importMails);
}

async function importMails(folder: string, { data, category }: { data: string; category: string }): Promise<void> {
  const found = CATEGORIES.find(({ slug }) => slug === category);
  if (found === undefined) throw new HifazatError("category_unknown", `There is no category ${category}.`);
  const { importMail } = await import("../../intake/complaints/import-mail.ts");
  const { createSeal } = await import("../../storage/cases/seal.ts");
  const { openSealedKey, SEALED_KEY_FILE } = await import("../../storage/cases/sealed-key.ts");
  const { loadConfig } = await import("../../runtime/config.ts");
  const { clocks, bodyMail } = loadConfig(data).cases;
  const db = await openData(data);
  try {
    const seal = createSeal(openSealedKey(db, join(data, SEALED_KEY_FILE), randomBytes), randomBytes);
    const ports = { db, seal, clocks, bodyMail, random: randomBytes, now };
    const { received, again, unread } = await importMail(ports, folder, found.slug);
    for (const reference of received) process.stdout.write(`${reference}\n`);
    process.stderr.write(`${received.length} received, ${again} known already, ${unread} for a person to read\n`);
  } finally {
    db.sqlite.close();
  }
}
