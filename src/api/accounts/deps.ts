import type { Account } from "../../core/access/account.ts";
import type { Action } from "../../core/access/action.ts";
import type { SessionCaller } from "../../core/access/caller.ts";
import type { Organisation, OrganisationKind } from "../../core/access/organisation.ts";
import type { Role } from "../../core/access/role.ts";
import type { FactorsView, PasskeyAttestation, Proof } from "../../core/access/second-factor.ts";
import type { SessionStart, SessionView } from "../../core/access/session.ts";
import type { TokenView } from "../../core/access/token.ts";
import type { CategorySlug } from "../../core/category.ts";

/** What the account routes need from `src/access`, as it is used here. What is refused is thrown as HifazatError. */

type Origin = { readonly address: string; readonly agent: string };
type FactorAdded =
  | { readonly kind: "enrolled"; readonly session: SessionStart; readonly recoveryCodes: readonly string[] }
  | { readonly kind: "added" };
type Enrolment = { readonly name: string; readonly code: string; readonly expiresAt: number };

export type SignInDeps = {
  readonly signIn: (input: { name: string; password: string }, origin: Origin) => Promise<SessionStart>;
  readonly completeSignIn: (caller: SessionCaller, proof: Proof, requestOrigin: string) => Promise<SessionStart>;
  /** Until when the fresh second factor counts, in seconds since the epoch. */
  readonly stepUp: (caller: SessionCaller, proof: Proof, requestOrigin: string) => Promise<number>;
  readonly passkeyRequest: (caller: SessionCaller, requestOrigin: string) => Promise<Record<string, unknown>>;
  readonly endSession: (caller: SessionCaller, id: string) => void;
};

export type EnrolmentDeps = {
  readonly enrol: (input: { name: string; code: string; password: string }, origin: Origin) => Promise<SessionStart>;
};

export type OwnSessionsDeps = {
  readonly sessions: (caller: SessionCaller) => readonly SessionView[];
  readonly endSession: (caller: SessionCaller, id: string) => void;
  readonly endOtherSessions: (caller: SessionCaller) => number;
  readonly changePassword: (caller: SessionCaller, input: { present: string; password: string }) => Promise<void>;
};

export type FactorsDeps = {
  readonly factors: (caller: SessionCaller) => FactorsView;
  readonly removeFactor: (caller: SessionCaller, id: string) => void;
  readonly offerTotp: (caller: SessionCaller) => { readonly secret: string; readonly uri: string };
  readonly takeTotp: (caller: SessionCaller, code: string) => Promise<FactorAdded>;
  readonly passkeyCreation: (caller: SessionCaller, requestOrigin: string) => Promise<Record<string, unknown>>;
  readonly takePasskey: (
    caller: SessionCaller,
    label: string,
    attestation: PasskeyAttestation,
    requestOrigin: string,
  ) => Promise<FactorAdded>;
  readonly newRecoveryCodes: (caller: SessionCaller) => readonly string[];
};

/** `by` is who stands in the record for the change. */
export type AccountAdminDeps = {
  readonly accounts: () => readonly Account[];
  readonly createAccount: (
    request: { name: string; displayName: string; roles: readonly Role[]; organisation: string | null },
    by: string,
  ) => Enrolment;
  readonly changeAccount: (
    name: string,
    change: { roles?: readonly Role[] | undefined; suspended?: boolean | undefined },
    by: string,
  ) => Account;
  readonly resetAccount: (name: string, by: string) => Enrolment;
};

export type OrganisationDeps = {
  readonly organisations: () => readonly Organisation[];
  readonly createOrganisation: (
    request: { name: string; displayName: string; kind: OrganisationKind; categories: readonly CategorySlug[] },
    by: string,
  ) => Organisation;
  readonly changeOrganisation: (
    name: string,
    change: { suspended?: boolean | undefined; categories?: readonly CategorySlug[] | undefined },
    by: string,
  ) => Organisation;
};

export type TokenDeps = {
  readonly tokens: (organisation?: string) => readonly TokenView[];
  readonly issueToken: (
    request: {
      organisation: string;
      label: string;
      actions?: readonly string[] | undefined;
      days?: number | undefined;
    },
    by: string,
  ) => { readonly id: string; readonly token: string; readonly actions: readonly Action[]; readonly expiresAt: number };
  readonly revokeToken: (id: string, by: string) => void;
};

export type AccountsDeps = SignInDeps &
  EnrolmentDeps &
  OwnSessionsDeps &
  FactorsDeps &
  AccountAdminDeps &
  OrganisationDeps &
  TokenDeps;
