import { readFileSync } from "node:fs";
import { HifazatError } from "../core/errors.ts";
import type { Store } from "../publish/stores/feed-store.ts";
import type { StoreConfig } from "../runtime/config.ts";
import { openBucket } from "../storage/s3/bucket.ts";

/** The configured stores with their secrets. Throws `config_invalid` for a secret that is not there. */
export function openStores(configs: readonly StoreConfig[], signal: AbortSignal): Store[] {
  return configs.map((config) => ({
    name: config.name,
    bucket: openBucket({ ...config, secretAccessKey: secretOf(config) }, signal),
  }));
}

function secretOf({ name, secret }: StoreConfig): string {
  const missing = (where: string): HifazatError =>
    new HifazatError("config_invalid", `The secret key of store ${name} is not in ${where}.`);
  if ("env" in secret) {
    const value = process.env[secret.env]?.trim();
    if (value === undefined || value === "") throw missing(`the environment variable ${secret.env}`);
    return value;
  }
  let text: string;
  try {
    text = readFileSync(secret.file, "utf8").trim();
  } catch {
    throw missing(secret.file);
  }
  if (text === "") throw missing(secret.file);
  return text;
}
