import { HifazatError } from "../errors.ts";

/**
 * Where staff sign in. `public`: one https origin, from the configuration. `loopback`: nothing is configured, so staff
 * can sign in on this machine only, over plain http.
 */
export type Site =
  | { readonly kind: "public"; readonly origin: string; readonly host: string }
  | { readonly kind: "loopback" };

const LOOPBACK = ["localhost", "127.0.0.1", "[::1]"];

/** `origin` as configured, such as `https://registry.pta.gov.pk`; undefined when it is not. Throws `config_invalid`. */
export function siteAt(origin: string | undefined): Site {
  if (origin === undefined) return { kind: "loopback" };
  const url = URL.canParse(origin) ? new URL(origin) : undefined;
  if (url === undefined || url.origin !== origin.replace(/\/$/, "") || url.protocol !== "https:")
    throw new HifazatError("config_invalid", `The site's origin must be https://NAME, not ${origin}.`);
  return { kind: "public", origin: url.origin, host: url.hostname };
}

export const isLoopback = (hostname: string): boolean => LOOPBACK.includes(hostname);

/** The `__Host-` prefix makes browsers refuse the cookie from another host, another path or plain http (RFC 6265bis). */
export function sessionCookie(site: Site): { readonly name: string; readonly secure: boolean } {
  return site.kind === "public" ? { name: "__Host-hifazat", secure: true } : { name: "hifazat", secure: false };
}

/** What passkeys are bound to (WebAuthn, 5.1.2). On loopback only `localhost` works: an address is no relying party. */
export type RelyingParty = { readonly id: string; readonly origin: string };

/** `requestOrigin` is the origin of the address that was asked. */
export function relyingParty(site: Site, requestOrigin: string): RelyingParty {
  return site.kind === "public"
    ? { id: site.host, origin: site.origin }
    : { id: new URL(requestOrigin).hostname, origin: requestOrigin };
}
