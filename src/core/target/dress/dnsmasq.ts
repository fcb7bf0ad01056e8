import { isSinkAddress } from "../ip.ts";
import { domain, type Peeled, refused } from "./peeled.ts";

/**
 * dnsmasq's `address=/name/`, `server=/name/` and `local=/name/`; undefined when the word is no such line. dnsmasq
 * itself takes the name with everything below. Blocking is an answer of nothing or of a sink; another address sends
 * the name somewhere, and `server=/name/#` exempts it from a wider line.
 */
export function peelDnsmasq(word: string): Peeled | undefined {
  const line = /^(address|server|local|ipset|nftset|rebind-domain-ok)=(.*)$/i.exec(word);
  if (line === null) return undefined;
  const [, option = "", value = ""] = line;
  const parts = /^\/(.*)\/([^/]*)$/.exec(value);
  if (parts === null) return refused("unsupported_rule");
  const [, names = "", answer = ""] = parts;
  if (!blocks(option.toLowerCase(), answer)) return refused(answer === "#" ? "exception_rule" : "unsupported_rule");
  return names.includes("/") ? refused("several_names") : domain(names);
}

function blocks(option: string, answer: string): boolean {
  switch (option) {
    case "address":
      return answer === "" || answer === "#" || isSinkAddress(answer);
    case "server":
    case "local":
      return answer === "";
    default:
      return false;
  }
}
