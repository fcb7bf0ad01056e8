import { existsSync } from "node:fs";
import { join } from "node:path";
import { Option } from "commander";
import { HifazatError } from "../core/errors.ts";
import type { Db } from "../storage/database.ts";

/** `--data DIR`, as every command takes it. */
export const dataOption = (): Option =>
  new Option("--data <dir>", "the registry's data folder").default("./data").env("HIFAZAT_DATA");

/** Opens the database of an initialised data folder; never makes one by accident in a mistyped place. */
export async function openData(data: string): Promise<Db> {
  const file = join(data, "hifazat.db");
  if (!existsSync(file))
    throw new HifazatError("data_not_initialised", `There is no registry in ${data}: make one with "hifazat init".`);
  // Here, not above: a command that needs no database starts in half the time.
  const { openDatabase } = await import("../storage/database.ts");
  return openDatabase(file);
}

/** Seconds since the epoch. */
export const now = (): number => Math.floor(Date.now() / 1000);

/** Where last good copies of guard lists are kept. */
export const guardListCache = (data: string): string => join(data, "guard-lists");
