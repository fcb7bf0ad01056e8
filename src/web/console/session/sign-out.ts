import { dropSession } from "../../../api/accounts/session-cookie.ts";
import { forSession, sessionOf } from "../../../api/staff-route.ts";
import { STAGES } from "../../../core/access/session.ts";
import type { ConsoleDeps } from "../deps.ts";
import type { ConsolePages } from "../pages.tsx";
import { goOn } from "./parts.tsx";

/** Ends the session, at whichever stage it is. */
export function signOutAction(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.action("/console/sign-out", forSession(STAGES), async (c) => {
    const caller = sessionOf(c);
    deps.accounts.endSession(caller, caller.session);
    dropSession(c, deps.site);
    return goOn(c, "/console/sign-in?out");
  });
}
