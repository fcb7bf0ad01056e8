import { getPublicSuffix } from "tldts";

const ANY_SUFFIX = {
  allowPrivateDomains: true,
  extractHostname: false,
  validateHostname: false,
  detectIp: false,
  mixedInputs: false,
} as const;

/**
 * Whether a canonical name is itself a suffix under which strangers register (`github.io`, `blogspot.com`), by the private
 * part of the public suffix list. ICANN suffixes were refused before (core/target) and count here as well.
 */
export function isPublicSuffix(name: string): boolean {
  return getPublicSuffix(name, ANY_SUFFIX) === name;
}
