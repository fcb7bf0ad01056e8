import { forSession } from "../../api/staff-route.ts";
import { accountPages } from "./account/account.tsx";
import { addTotpPages } from "./account/add-totp.tsx";
import { passkeyPages } from "./account/passkeys.tsx";
import { adminAccountPages } from "./admin/accounts.tsx";
import { auditPages } from "./audit/audit.tsx";
import { casePages } from "./cases/case-pages.ts";
import { coveragePages } from "./coverage/coverage.tsx";
import type { ConsoleDeps } from "./deps.ts";
import { entriesPages } from "./entries/app.ts";
import { firstPlace } from "./frame.tsx";
import { guardPages } from "./guard/guard-page.tsx";
import { ordersPages } from "./orders/app.ts";
import { organisationPages } from "./organisations/organisations.tsx";
import { sealedKeyPages } from "./organisations/sealed-keys.tsx";
import { tokenPages } from "./organisations/tokens.tsx";
import { consolePages, seeOther } from "./pages.tsx";
import { releasesPages } from "./releases/app.ts";
import { enrolPages } from "./session/enrol.tsx";
import { secondFactorPages } from "./session/second-factor.tsx";
import { signInPages } from "./session/sign-in.tsx";
import { signOutAction } from "./session/sign-out.ts";
import { stepUpPages } from "./session/step-up.tsx";

/** The officers' console: every part adds its pages here. */
export function createConsole(deps: ConsoleDeps) {
  const pages = consolePages(deps);
  pages.page("/console", forSession(), async (c) => seeOther(firstPlace(c.var.caller)));
  signInPages(pages, deps);
  secondFactorPages(pages, deps);
  stepUpPages(pages, deps);
  signOutAction(pages, deps);
  enrolPages(pages, deps);
  accountPages(pages, deps);
  addTotpPages(pages, deps);
  passkeyPages(pages, deps);
  adminAccountPages(pages, deps);
  casePages(pages, deps);
  ordersPages(pages, deps);
  entriesPages(pages, deps);
  guardPages(pages, deps);
  organisationPages(pages, deps);
  tokenPages(pages, deps);
  sealedKeyPages(pages, deps);
  releasesPages(pages, deps);
  coveragePages(pages, deps);
  auditPages(pages, deps);
  return pages.app;
}
