/** What is blocked: `domain` is the name and everything below it, `host` that name only, `url` that path and below. */
export const SCOPES = ["domain", "host", "url"] as const;
export type Scope = (typeof SCOPES)[number];

/**
 * A scope and a canonical value (DESIGN 3). The value of a `domain` or `host` is a lower-case A-label name without a
 * trailing dot; of a `url` it is `host[:port]/path[?query]`, without a scheme: a block covers http and https alike.
 */
export type Target = { readonly scope: Scope; readonly value: string };

/** The one text form of a target, used as hash input: `name`, `=name` (host) or `host/path`. Bijective with the target. */
export function targetText(target: Target): string {
  return target.scope === "host" ? `=${target.value}` : target.value;
}
