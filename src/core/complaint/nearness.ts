import { getDomain } from "tldts";
import { hostOf } from "../guard/host-of.ts";
import { type Target, targetText } from "../target/target.ts";

/** How near another case's address is: the same, on the same host, under the same registered name. */
export const NEARNESSES = ["target", "host", "parent"] as const;
export type Nearness = (typeof NEARNESSES)[number];

/**
 * The texts two addresses are compared by. Under a shared parent (`github.io`) each name counts as registered by itself,
 * because its neighbours have nothing to do with it (DESIGN 4).
 */
export function nearnessTexts(target: Target): Readonly<Record<Nearness, string>> {
  const host = hostOf(target);
  return { target: targetText(target), host, parent: getDomain(host, { allowPrivateDomains: true }) ?? host };
}
