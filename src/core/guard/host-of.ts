import type { Target } from "../target/target.ts";

/** The host name of any target. */
export function hostOf(target: Target): string {
  return target.scope === "url" ? target.value.slice(0, target.value.search(/[:/]/)) : target.value;
}
