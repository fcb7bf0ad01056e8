import { domain, type Peeled, refused } from "./peeled.ts";

/** Options that leave `||name^` what it is. Any other narrows, redirects or disables the rule. */
const HARMLESS_OPTIONS = new Set(["important", "all", "document", "doc"]);

/** Separators of element hiding, scriptlet and HTML rules: `name##.banner`. They hide parts of a page. */
const COSMETIC = /#@?[?$%]?\??#/;

/**
 * `||name^` of Adblock Plus, uBlock Origin and AdGuard; undefined when the word is no rule of theirs. A rule with a path
 * is refused: it also covers the path on every subdomain, which no scope here says.
 */
export function peelAdblock(word: string): Peeled | undefined {
  if (word.startsWith("@@")) return refused("exception_rule");
  if (!word.includes("://") && COSMETIC.test(word)) return refused("unsupported_rule");
  if (!word.startsWith("|")) return undefined;
  const rule = /^\|\|([^^|$/?]+)\^?\|?(?:\$(.*))?$/.exec(word);
  const options = rule?.[2]?.split(",") ?? [];
  if (rule?.[1] === undefined || !options.every((option) => HARMLESS_OPTIONS.has(option.toLowerCase()))) {
    return refused("unsupported_rule");
  }
  return domain(rule[1]);
}
