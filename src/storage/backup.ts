import { createHash } from "node:crypto";
import { createReadStream, existsSync } from "node:fs";
import { chmod, copyFile, mkdir, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { HifazatError } from "../core/errors.ts";
import type { Db } from "./database.ts";
import { syncFolder, writeSynced } from "./durable.ts";

/** The list of a backup's files, in the backup itself. Written last: a folder without it is no backup. */
const CONTENTS = "contents.json";
const DATABASE = "hifazat.db";

export type BackupFile = { readonly name: string; readonly sha256: string; readonly bytes: number };

/**
 * Copies a registry to the new folder `to`: the database at one instant, and the files and folders of `parts` that
 * exist (relative to `data`). The caller keeps publishers away meanwhile; everything else goes on. The folder appears
 * under its name when all of it is on the disk. It holds every key of the data folder: keep it as carefully.
 */
export async function backUp(db: Db, data: string, parts: readonly string[], to: string): Promise<BackupFile[]> {
  if (existsSync(to)) throw new HifazatError("conflict", `${to} exists already: name a new folder.`);
  const part = `${to}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true, mode: 0o700 });
  await db.sqlite.backup(join(part, DATABASE));
  for (const name of parts) if (existsSync(join(data, name))) await copyTree(join(data, name), join(part, name));
  const files: BackupFile[] = [];
  for (const file of await filesBelow(part)) files.push({ name: relative(part, file), ...(await digest(file)) });
  await writeSynced(join(part, CONTENTS), `${JSON.stringify({ format: "hifazat-backup/1", files }, null, 1)}\n`);
  await syncFolder(part);
  await rename(part, to);
  await syncFolder(dirname(to));
  return files;
}

/**
 * Makes the data folder `data` out of a backup. Every file is checked against the backup's list first; a missing or
 * changed one refuses the whole with `data_damaged`. A folder that holds anything is never written over.
 */
export async function restore(from: string, data: string): Promise<BackupFile[]> {
  const files = await contents(from);
  for (const { name, sha256, bytes } of files) {
    const file = join(from, name);
    const found = existsSync(file) ? await digest(file) : undefined;
    if (found?.sha256 !== sha256 || found.bytes !== bytes)
      throw new HifazatError("data_damaged", `${file} is missing or not what was backed up: nothing was restored.`);
  }
  if (existsSync(data) && (await readdir(data)).length > 0)
    throw new HifazatError("conflict", `${data} is not empty: restore into a new folder.`);
  const part = `${data}.part`;
  await rm(part, { recursive: true, force: true });
  await mkdir(part, { recursive: true });
  for (const { name } of files) await copyTree(join(from, name), join(part, name));
  await syncFolder(part);
  if (existsSync(data)) await rm(data, { recursive: true });
  await rename(part, data);
  await syncFolder(dirname(data));
  return files;
}

async function contents(from: string): Promise<BackupFile[]> {
  const text = await readFile(join(from, CONTENTS), "utf8").catch(() => undefined);
  if (text === undefined) throw new HifazatError("not_found", `${from} holds no complete backup (no ${CONTENTS}).`);
  const { format, files } = JSON.parse(text) as { format: string; files: BackupFile[] };
  const safe = files.every(({ name }) => !name.split("/").includes("..") && !name.startsWith("/"));
  if (format !== "hifazat-backup/1" || !safe)
    throw new HifazatError("data_damaged", `${from} is no backup that this version can read.`);
  return files;
}

async function copyTree(from: string, to: string): Promise<void> {
  const files = (await stat(from)).isDirectory() ? await filesBelow(from) : [from];
  for (const file of files) {
    const target = file === from ? to : join(to, relative(from, file));
    await mkdir(dirname(target), { recursive: true });
    await copyFile(file, target);
    await chmod(target, (await stat(file)).mode);
  }
}

async function filesBelow(folder: string): Promise<string[]> {
  const found = await readdir(folder, { recursive: true, withFileTypes: true });
  return found
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name))
    .sort();
}

async function digest(file: string): Promise<{ sha256: string; bytes: number }> {
  const hash = createHash("sha256");
  let bytes = 0;
  for await (const chunk of createReadStream(file)) {
    hash.update(chunk);
    bytes += chunk.length;
  }
  return { sha256: hash.digest("hex"), bytes };
}
