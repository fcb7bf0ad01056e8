import type { Store } from "../publish/stores/feed-store.ts";
import type { StoreConfig } from "../runtime/config.ts";
import { openBucket } from "../storage/s3/bucket.ts";
import { readSecret } from "./read-secret.ts";

/** The configured stores with their secrets. Throws `config_invalid` for a secret that is not there. */
export function openStores(configs: readonly StoreConfig[], signal: AbortSignal): Store[] {
  return configs.map((config) => ({
    name: config.name,
    bucket: openBucket(
      { ...config, secretAccessKey: readSecret(`The secret key of store ${config.name}`, config.secret) },
      signal,
    ),
  }));
}
