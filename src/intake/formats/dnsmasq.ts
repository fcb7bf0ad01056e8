import { sinkTest } from "./address.ts";
import { type FormatReader, lineByLine, type NameOptions, withoutRemark } from "./reader.ts";
import { candidate, ignored, refused } from "./received-item.ts";
import { scopedName } from "./scoped-name.ts";

const RULE = /^(address|server|local)\s*=\s*\/(.+)\/([^/]*)$/;

/**
 * dnsmasq(8): `address=/name/…`, `server=/name/` and `local=/name/`, each with one or more names. A server line with an
 * address forwards, `server=/name/#` even excepts the name from a wider rule, and every other directive is a setting.
 */
export function openDnsmasq(options: NameOptions = {}): FormatReader {
  const isSink = sinkTest(options.sinks);
  return lineByLine((full, line, items) => {
    if (full.startsWith("#")) {
      items.push(ignored(line, "comment"));
      return;
    }
    const rule = RULE.exec(withoutRemark(full, "#"));
    const names = rule?.[2];
    const answer = rule?.[3];
    if (rule === null || names === undefined || answer === undefined) {
      items.push(refused(line, "dnsmasq_not_a_block"));
      return;
    }
    const address = rule[1] === "address";
    // For `address` the `#` means "no such address"; for `server` it means "ask as if this rule were not there".
    const blocks = answer === "" || (address && (answer === "#" || isSink(answer)));
    for (const name of names.includes("/") ? names.split("/") : [names]) {
      if (name === "#" || name === "") items.push(refused(line, "dnsmasq_not_a_block"));
      else if (blocks) items.push(candidate(line, scopedName(name, options.scope)));
      else items.push(refused(line, address ? "other_address" : "dnsmasq_not_a_block"));
    }
  });
}
