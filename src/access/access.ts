import { listOrganisations } from "../storage/accounts/organisations.ts";
import { accountViews } from "./account-view.ts";
import { authenticate } from "./authenticate.ts";
import { changeAccount, resetAccount } from "./change-account.ts";
import { changePassword } from "./change-password.ts";
import { completeSignIn, stepUp } from "./complete-sign-in.ts";
import { createAccount } from "./create-account.ts";
import { enrol } from "./enrol.ts";
import { factorsView, removeFactor } from "./factors.ts";
import { issueToken } from "./issue-token.ts";
import { tokenViews } from "./list-tokens.ts";
import { changeOrganisation, createOrganisation } from "./organisations.ts";
import { endOtherSessions, endOwnSession, sessionViews } from "./own-sessions.ts";
import { passkeyCreation, passkeyRequest, takePasskey } from "./passkeys.ts";
import type { AccessPorts } from "./ports.ts";
import { newRecoveryCodes } from "./recovery-codes.ts";
import { revokeToken } from "./revoke-token.ts";
import { signIn } from "./sign-in.ts";
import { offerTotp, takeTotp } from "./totp.ts";

/** Everything about accounts, bound to what it works with: what the composition root gives to the API's staff half. */
export function createAccess(ports: AccessPorts) {
  const bound =
    <A extends unknown[], R>(command: (ports: AccessPorts, ...args: A) => R) =>
    (...args: A): R =>
      command(ports, ...args);
  return {
    authenticate: bound(authenticate),
    signIn: bound(signIn),
    completeSignIn: bound(completeSignIn),
    stepUp: bound(stepUp),
    enrol: bound(enrol),
    changePassword: bound(changePassword),
    sessions: bound(sessionViews),
    endSession: bound(endOwnSession),
    endOtherSessions: bound(endOtherSessions),
    factors: bound(factorsView),
    removeFactor: bound(removeFactor),
    offerTotp: bound(offerTotp),
    takeTotp: bound(takeTotp),
    passkeyCreation: bound(passkeyCreation),
    takePasskey: bound(takePasskey),
    passkeyRequest: bound(passkeyRequest),
    newRecoveryCodes: bound(newRecoveryCodes),
    accounts: () => accountViews(ports.db),
    createAccount: bound(createAccount),
    changeAccount: bound(changeAccount),
    resetAccount: bound(resetAccount),
    organisations: () => listOrganisations(ports.db),
    createOrganisation: bound(createOrganisation),
    changeOrganisation: bound(changeOrganisation),
    tokens: bound(tokenViews),
    issueToken: bound(issueToken),
    revokeToken: bound(revokeToken),
  };
}
