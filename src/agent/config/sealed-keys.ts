import { statSync } from "node:fs";
import { HifazatError } from "../../core/errors.ts";
import { readNamed } from "./read-named.ts";
import type { Settings } from "./settings.ts";

/** `age-keygen` writes one, with comments; while a key is exchanged the file has both. */
const IDENTITY = /^AGE-SECRET-KEY-1[02-9AC-HJ-NP-Z]{58}$/;

/**
 * The private keys of the sealed list; none when it is not followed. Throws config_invalid when the file is not there or
 * cannot be read, is no key file, or can be read by others than its user. No message repeats a key.
 */
export function loadSealedKeys({ lists, sealedKeyFile: file }: Pick<Settings, "lists" | "sealedKeyFile">): string[] {
  if (file === undefined || !lists.includes("sealed")) return [];
  const invalid = (what: string): HifazatError => new HifazatError("config_invalid", `sealed_key_file: ${what}`);
  const text = readNamed(file, "sealed_key_file")?.toString("utf8");
  if (text === undefined) throw invalid(`there is no ${file}`);
  if ((statSync(file).mode & 0o077) !== 0) throw invalid(`others can read ${file}: chmod 600 it`);
  const lines = text
    .split("\n")
    .map((line) => line.trim())
    .filter((line) => line !== "" && !line.startsWith("#"));
  if (lines.length === 0) throw invalid(`there is no key in ${file}: make one with age-keygen`);
  if (!lines.every((line) => IDENTITY.test(line))) throw invalid(`${file} has a line that is no age private key`);
  return lines;
}
