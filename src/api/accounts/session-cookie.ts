import { deleteCookie, setCookie } from "hono/cookie";
import type { SessionStart } from "../../core/access/session.ts";
import { type Site, sessionCookie } from "../../core/access/site.ts";
import { isoTime } from "../iso-time.ts";
import type { StaffContext } from "../staff-route.ts";

/**
 * Puts the session's secret into the cookie and gives the rest for the body. The cookie goes when the browser is
 * closed; how long the session lasts is for the server to say.
 */
export function startSession(c: StaffContext, site: Site, { secret, stage, csrf, expiresAt, factors }: SessionStart) {
  const { name, secure } = sessionCookie(site);
  setCookie(c, name, secret, { path: "/", httpOnly: true, sameSite: "Strict", secure });
  return { stage, csrf, expiresAt: isoTime(expiresAt), factors: [...factors] };
}

export function dropSession(c: StaffContext, site: Site): void {
  const { name, secure } = sessionCookie(site);
  deleteCookie(c, name, { path: "/", httpOnly: true, sameSite: "Strict", secure });
}
