/** Kinds of names that are held, not refused. */
const HELD_KINDS = [
  "essential",
  "institution",
  "shared_host",
  "cdn",
  "shortener",
  "link_in_bio",
  "dynamic_dns",
  "popular",
] as const;

/**
 * What a guard list is about (DESIGN 4).
 * `protected`: government, emergency, child protection, registries, CRL and OCSP, the operator's own names: refused.
 * `essential`: what devices need to notice that they are online, to get updates and the time: refused as names; a URL on
 * such a host is held, because some of these hosts carry ordinary pages too.
 * `institution`: universities, banks, foreign governments: held, and so is what is below them.
 * `shared_host` to `dynamic_dns`: names whose subdomains or paths belong to strangers: the name itself is held, a name or
 * a path below it is exactly the narrow thing wanted.
 * `popular`: among the most visited: held; with `.name` what is below too (`api.whatsapp.com` is WhatsApp).
 */
export const GUARD_KINDS = ["protected", ...HELD_KINDS] as const;
export type GuardKind = (typeof GUARD_KINDS)[number];

/** Why a target needs one more officer than usual. Stable: these stand in reports and in the API. */
export const HOLD_REASONS = [
  ...HELD_KINDS,
  "private_suffix",
  "recently_cleared",
  "single_path_evidence",
  "unterminated",
] as const;
export type HoldReason = (typeof HOLD_REASONS)[number];
