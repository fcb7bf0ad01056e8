import { peelAdblock } from "./adblock.ts";
import { refang } from "./defang.ts";
import { peelDnsmasq } from "./dnsmasq.ts";
import { peelHosts } from "./hosts.ts";
import { anything, domain, host, type Peeled, refused } from "./peeled.ts";
import { peelRpz } from "./rpz.ts";

/** White space, and the invisible marks that come along when an address is copied out of right-to-left text. */
const EDGE = /[\s\u200b\u200e\u200f\u202a-\u202e\u2060\u2066-\u2069]/;
/** U+FEFF is white space to JavaScript, and nothing to UTS-46. */
const BLANKS = /[^\S\ufeff]+/;
const COMMENT_LINE = /^(?:[#!;]|\/\/|\[adblock)/i;
const COMMENT_AFTER = /\s(?:[#!;]|\/\/).*$/s;
const QUOTED = /^(?:"(.*)"|'(.*)'|`(.*)`|<(.*)>|“(.*)”|‘(.*)’|«(.*)»)[,;]?$/s;

/** Takes the dress of a list line or of a pasted address off (DESIGN 3). It reads no name and no URL itself. */
export function peel(text: string): Peeled {
  const trimmed = trim(text);
  if (trimmed === "") return refused("empty");
  if (COMMENT_LINE.test(trimmed)) return refused("comment");
  const line = trimmed.replace(COMMENT_AFTER, "");
  const words = line.split(BLANKS).filter((word) => word !== "");
  return words.length === 1 ? peelWord(trim(line)) : peelWords(words);
}

/** By hand, because `/ +$/` takes quadratic time on a text with many spaces inside. */
function trim(text: string): string {
  let start = 0;
  let end = text.length;
  while (start < end && EDGE.test(text.charAt(start))) start += 1;
  while (end > start && EDGE.test(text.charAt(end - 1))) end -= 1;
  return text.slice(start, end);
}

function peelWords(words: readonly string[]): Peeled {
  const [first = ""] = words;
  if (first.startsWith("@@")) return refused("exception_rule");
  if (/^[$|]/.test(first)) return refused("unsupported_rule");
  const rule = peelHosts(words) ?? peelRpz(words);
  return rule ?? refused(first.includes(".") ? "several_names" : "not_a_name");
}

function peelWord(word: string): Peeled {
  const inside = QUOTED.exec(word)
    ?.slice(1)
    .find((text) => text !== undefined);
  // A comma or semicolon after a bare name divides a list; in a path it may be the path's own.
  const bare =
    (inside === undefined ? undefined : trim(inside)) ?? (/^[^/?:@]*[,;]$/.test(word) ? word.slice(0, -1) : word);
  const rule = peelAdblock(bare) ?? peelDnsmasq(bare);
  if (rule !== undefined) return rule;
  const isHost = bare.startsWith("=");
  const plain = refang(isHost ? bare.slice(1) : bare);
  const notes = plain === bare || isHost ? undefined : (["defanged"] as const);
  if (isHost) return host(plain);
  // `http://*.name/` and Squid's `.name`; `..name` is nothing.
  const name = plain.replace(/^https?:\/\/(?=\*\.)/i, "");
  return /^(?:\*\.|\.[^.])/.test(name) ? domain(name.replace(/\/$/, ""), notes) : anything(plain, notes);
}
