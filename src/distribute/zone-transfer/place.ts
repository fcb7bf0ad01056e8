import type { Target } from "../../core/target/target.ts";
import { identityOwner, type Zone } from "./zone.ts";

/** Why an entry has no records in the zone. The agent's files say the same in the same words. */
export const LEFT_OUT = ["url_scope", "too_long", "not_a_name", "sentinel_name"] as const;
export type LeftOut = (typeof LEFT_OUT)[number];

/** DNS, RFC 1035 2.3.4: 63 octets a label and 255 a name, which is 253 characters of text. */
const NAME = /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}$/;
const MAX_NAME_LENGTH = 253;
/** `….rpz-ip` and its like are triggers, not names, in every response policy zone; a number at the end means an address. */
const NOT_A_NAME_END = /\.(?:rpz-[a-z0-9-]*|[0-9]+|0x[0-9a-f]*)$/;

/**
 * Why this target cannot stand in the zone, or undefined when it can. Nothing is widened to make it fit: a URL is not cut
 * down to its host. What the canonicaliser refuses anyway is refused again, because one bad record can cost a whole zone.
 */
export function leftOut({ scope, value }: Target, zone: Zone): LeftOut | undefined {
  if (scope === "url") return "url_scope";
  if (value === zone.sentinel || value === identityOwner(zone)) return "sentinel_name";
  const longest = MAX_NAME_LENGTH - ".".length - zone.apex.length - (scope === "domain" ? "*.".length : 0);
  if (value.length > longest) return "too_long";
  return NAME.test(value) && !NOT_A_NAME_END.test(value) ? undefined : "not_a_name";
}
