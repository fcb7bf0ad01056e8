import { isIpv4, isIpv6, isSinkAddress } from "../../core/target/ip.ts";
import type { NameOptions } from "./reader.ts";

/** Whether a field is an address, as opposed to a name (`0` is what some hosts lists write for 0.0.0.0). */
export function isAddress(field: string): boolean {
  return isIpv4(field) || isIpv6(field);
}

/**
 * Tells an answer that means "blocked" from one that merely redirects: `216.239.38.120 www.google.com` sends people to
 * safe search, and reading it as a block would take the name itself away. A block page's address must be declared.
 */
export function sinkTest(sinks: NameOptions["sinks"] = []): (answer: string) => boolean {
  const declared = new Set(sinks.map((sink) => sink.toLowerCase()));
  // Nearly every line of a file has the same answer.
  let last = "";
  let blocks = false;
  return (answer) => {
    if (answer !== last) {
      last = answer;
      blocks = isSinkAddress(answer) || declared.has(answer.toLowerCase());
    }
    return blocks;
  };
}
