import { isIpv4, isIpv6, isSinkAddress } from "../ip.ts";
import { domain, type Peeled, refused } from "./peeled.ts";

/**
 * A line of a hosts file, `0.0.0.0 name`; undefined when the first word is no address. Only a sink blocks: a line with
 * another address sends the name there, as `216.239.38.120 www.google.com` does for SafeSearch.
 */
export function peelHosts(words: readonly string[]): Peeled | undefined {
  const [address = "", name = ""] = words;
  if (!isIpv6(address) && !isSinkAddress(address) && !(/^[0-9]+(?:\.[0-9]+){3}$/.test(address) && isIpv4(address))) {
    return undefined;
  }
  if (!isSinkAddress(address)) return refused("unsupported_rule");
  return words.length > 2 ? refused("several_names") : domain(name, ["subdomains_added"]);
}
