import { resolve } from "node:path";

/** Where a secret lies: read when it is needed, so that nothing else has to hold it. */
export type SecretPlace = { readonly file: string } | { readonly env: string };

/**
 * Of `NAME_file` and `NAME_env` exactly one must be set; undefined when both are, or none. `file` is relative to `base`.
 */
export function secretPlace(file: string | undefined, env: string | undefined, base: string): SecretPlace | undefined {
  if (file !== undefined) return env === undefined ? { file: resolve(base, file) } : undefined;
  return env === undefined ? undefined : { env };
}
