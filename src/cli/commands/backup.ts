import type { Command } from "commander";
import { dataOption, now, openData } from "../data-option.ts";

/** What a registry cannot make again: besides the database its keys, the signed repository and the configuration. */
const PARTS = ["keys", "public", "hifazat.toml"];

export function register(program: Command): void {
  const backup = program.command("backup").summary("copy a running registry, or make one out of a copy");
  backup
    .command("create <folder>")
    .description(
      "Copies the registry to a new folder, consistently, while it runs. The copy holds every key that lies in the data " +
        "folder: the online keys, those of accounts and of cases, and the root keys until they are moved away. Who has " +
        "it can publish, and read every complaint: keep what is under its keys apart, and bring both together to restore.",
    )
    .addOption(dataOption())
    .action(create);
  backup
    .command("restore <folder>")
    .description("Makes a registry out of a backup, in an empty --data folder, after checking every file of it.")
    .addOption(dataOption())
    .action(restoreFrom);
}

async function create(to: string, { data }: { data: string }): Promise<void> {
  const { backUp } = await import("../../storage/backup.ts");
  const { appendAudit } = await import("../../storage/log.ts");
  const { headRelease } = await import("../../storage/releases.ts");
  const { dataFolder } = await import("../../publish/data-folder.ts");
  const { withPublishLock } = await import("../../publish/lock.ts");
  const db = await openData(data);
  try {
    // Without a publisher beside it, the files copied are those of the release that the database names.
    const files = await withPublishLock(dataFolder(data).lock, () => {
      appendAudit(db, { at: now(), actor: "operator", action: "data.backup", subject: "data", detail: {} });
      return backUp(db, data, PARTS, to);
    });
    const bytes = files.reduce((total, file) => total + file.bytes, 0);
    process.stdout.write(
      `${files.length} files, ${(bytes / 1e6).toFixed(1)} MB, release ${headRelease(db)?.number ?? 0}\n`,
    );
  } finally {
    db.sqlite.close();
  }
}

async function restoreFrom(from: string, { data }: { data: string }): Promise<void> {
  const { restore } = await import("../../storage/backup.ts");
  const { headRelease } = await import("../../storage/releases.ts");
  const { verifyAudit } = await import("../../storage/verify-audit.ts");
  const files = await restore(from, data);
  const db = await openData(data);
  try {
    const head = headRelease(db);
    const { findings } = verifyAudit(db);
    process.stdout.write(
      `${files.length} files restored to ${data}\n` +
        `release ${head?.number ?? 0}, list sha256 ${head?.lists.general?.identity ?? "none"}\n` +
        (findings.length === 0
          ? "audit holds\n"
          : `audit BROKEN: ${findings.length} findings (hifazat audit verify)\n`),
    );
    if (findings.length > 0) process.exitCode = 1;
  } finally {
    db.sqlite.close();
  }
}
