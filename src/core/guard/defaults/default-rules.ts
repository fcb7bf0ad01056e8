import { GUARD_KINDS, type GuardKind } from "../guard-kind.ts";
import { type GuardRule, rulesOf } from "../guard-rule.ts";
import { CDN } from "./cdn.ts";
import { DYNAMIC_DNS } from "./dynamic-dns.ts";
import { ESSENTIAL } from "./essential.ts";
import { INSTITUTION } from "./institution.ts";
import { LINK_IN_BIO } from "./link-in-bio.ts";
import { POPULAR } from "./popular.ts";
import { PROTECTED } from "./protected.ts";
import { SHARED_HOST } from "./shared-host.ts";
import { SHORTENER } from "./shortener.ts";

const DEFAULTS: Readonly<Record<GuardKind, string>> = {
  protected: PROTECTED,
  essential: ESSENTIAL,
  institution: INSTITUTION,
  shared_host: SHARED_HOST,
  cdn: CDN,
  shortener: SHORTENER,
  link_in_bio: LINK_IN_BIO,
  dynamic_dns: DYNAMIC_DNS,
  popular: POPULAR,
};

/** The lists that ship: configured lists add to them and never take their place. */
export function defaultGuardRules(): { kind: GuardKind; rules: GuardRule[] }[] {
  return GUARD_KINDS.map((kind) => ({ kind, rules: rulesOf(DEFAULTS[kind]) }));
}
