import { parse } from "tldts";

/** What the ICANN part of the public suffix list says of a name. */
export type SuffixStanding = "is_suffix" | "under_suffix" | "unknown_suffix";

/** Private suffixes (github.io) do not count here: the guards hold those (DESIGN 4). The name is canonical already. */
const ICANN_ONLY = {
  allowPrivateDomains: false,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
  mixedInputs: false,
} as const;

/** Looks a canonical name up in the public suffix list that `tldts` was built with. */
export function suffixStanding(name: string): SuffixStanding {
  const { publicSuffix, isIcann } = parse(name, ICANN_ONLY);
  if (isIcann !== true) return "unknown_suffix";
  return publicSuffix === name ? "is_suffix" : "under_suffix";
}
