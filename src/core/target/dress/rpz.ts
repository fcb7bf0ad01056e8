import { isSinkAddress } from "../ip.ts";
import { domain, type Peeled, refused } from "./peeled.ts";

const RECORD_TYPES = /^(?:A|AAAA|CNAME|DNAME|MX|NS|PTR|SOA|SRV|TXT)$/i;

/**
 * A record of a response policy zone, `name [ttl] [class] CNAME .`; undefined when the words are no record. Names are
 * taken as relative to the zone: an owner with a trailing dot ends in the zone's own name, which is not known here.
 */
export function peelRpz(words: readonly string[]): Peeled | undefined {
  const at = words.findIndex((word, index) => index > 0 && RECORD_TYPES.test(word));
  if (at < 0 || at > 3 || !words.slice(1, at).every((word) => /^(?:IN|[0-9]+[smhdw]?)$/i.test(word))) return undefined;
  const owner = words[0] ?? "";
  const data = words[at + 1] ?? "";
  if (owner === "@" || owner.endsWith(".") || words.length !== at + 2) return refused("unsupported_rule");
  switch (words[at]?.toUpperCase()) {
    case "CNAME":
      return cnameAction(owner, data.toLowerCase());
    case "A":
    case "AAAA":
      return isSinkAddress(data) ? block(owner) : refused("unsupported_rule");
    default:
      return refused("unsupported_rule");
  }
}

/** RPZ actions: NXDOMAIN, NODATA, drop; pass-through, also in its old spelling of a name pointing at itself. */
function cnameAction(owner: string, data: string): Peeled {
  if (data === "." || data === "*." || data === "rpz-drop.") return block(owner);
  const passes = data === "rpz-passthru." || data === `${owner.toLowerCase()}.`;
  return refused(passes ? "exception_rule" : "unsupported_rule");
}

function block(owner: string): Peeled {
  return owner.startsWith("*.") ? domain(owner) : domain(owner, ["subdomains_added"]);
}
