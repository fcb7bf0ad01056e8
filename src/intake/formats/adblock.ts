import { isAddress } from "./address.ts";
import { readHostsLine } from "./hosts.ts";
import { type FormatReader, lineByLine, type NameOptions } from "./reader.ts";
import { candidate, ignored, type LineRefusal, refused } from "./received-item.ts";
import { scopedName } from "./scoped-name.ts";

const WHOLE_NAME = /^\|\|[\w.-]+\^$/;
const COSMETIC = /#[@?$%]{0,3}#/;
const OPTIONS = /\$(~?[a-z0-9_-]+(?:=[^,\s]*)?(?:,~?[a-z0-9_-]+(?:=[^,\s]*)?)*)$/i;
/** Options that leave the rule as wide as it stands. Every other one narrows it to some requests, pages or clients. */
const HARMLESS = new Set(["all", "doc", "document", "important"]);

/** Adblock and AdGuard DNS rules. Only a rule that blocks a whole name or a path for everyone is a candidate. */
export function openAdblock(options: NameOptions = {}): FormatReader {
  const hostsLine = readHostsLine(options);
  return lineByLine((text, line, items) => {
    if (WHOLE_NAME.test(text)) {
      items.push(candidate(line, scopedName(text.slice(2, -1), options.scope)));
    } else if (isComment(text)) {
      items.push(ignored(line, "comment"));
    } else if (text.startsWith("[Adblock") || text.startsWith("[AdGuard")) {
      items.push(ignored(line, "header"));
    } else if (isAddress(text.slice(0, Math.max(0, text.search(/\s/))))) {
      hostsLine(text, line, items);
    } else {
      const rule = readRule(text);
      if ("code" in rule) items.push(refused(line, rule.code));
      else items.push(candidate(line, scopedName(rule.target, options.scope)));
    }
  });
}

/** `#` starts a comment only where it starts no cosmetic rule (`##.banner`). */
function isComment(text: string): boolean {
  return text.startsWith("!") || text === "#" || /^#\s/.test(text) || (text.startsWith("#") && !COSMETIC.test(text));
}

function readRule(text: string): { target: string } | { code: LineRefusal } {
  if (text.startsWith("@@")) return { code: "adblock_exception" };
  if (COSMETIC.test(text)) return { code: "adblock_cosmetic" };
  let pattern = text;
  const options = OPTIONS.exec(text);
  if (options?.[1] !== undefined) {
    const names = options[1].toLowerCase().split(",");
    // A bad filter switches another rule off, so it is an exception and no narrower block.
    if (names.includes("badfilter")) return { code: "adblock_exception" };
    if (!names.every((name) => HARMLESS.has(name))) return { code: "adblock_option" };
    pattern = text.slice(0, options.index);
  }
  // `||x^|` and `||x^` differ for paths only, and the separator after a whole path adds nothing to a prefix.
  const body = pattern.replace(/^\|\|?/, "").replace(/\^?\|?$/, "");
  if (body === "" || body.startsWith("/") || /[*^|\s]/.test(body.replace(/^\*\./, ""))) {
    return { code: "adblock_pattern" };
  }
  return { target: body };
}
