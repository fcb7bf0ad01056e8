import { isIpv4, isIpv6, isSinkAddress } from "../../core/target/ip.ts";
import type { NameOptions } from "./reader.ts";

/** Whether a field is an address, as opposed to a name (`0` is what some hosts lists write for 0.0.0.0). */
export function isAddress(field: string): boolean {
  return isIpv4(field) || isIpv6(field);
}

/** What the first field of a hosts line is. */
export type AddressField = "none" | "sink" | "other";

/** `isAddress` and `sinkTest` in one, for a field that is the same on nearly every line. */
export function addressTest(sinks: NameOptions["sinks"]): (field: string) => AddressField {
  const isSink = sinkTest(sinks);
  let last = "";
  let kind: AddressField = "none";
  return (field) => {
    if (field !== last) {
      last = field;
      kind = !isAddress(field) ? "none" : isSink(field) ? "sink" : "other";
    }
    return kind;
  };
}

/**
 * Tells an answer that means "blocked" from one that merely redirects: `216.239.38.120 www.google.com` sends people to
 * safe search, and reading it as a block would take the name itself away. A block page's address must be declared.
 */
export function sinkTest(sinks: NameOptions["sinks"] = []): (answer: string) => boolean {
  const declared = new Set(sinks.map((sink) => sink.toLowerCase()));
  return (answer) => isSinkAddress(answer) || declared.has(answer.toLowerCase());
}
