import type { ErrorCode } from "../errors.ts";
import type { Action } from "./action.ts";
import type { Organisation } from "./organisation.ts";
import type { Role } from "./role.ts";
import type { Stage } from "./session.ts";

/** A person with a browser. */
export type SessionCaller = {
  readonly kind: "session";
  /** Stands in the record under what this caller does. */
  readonly actor: string;
  readonly account: number;
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  readonly organisation: Organisation | null;
  readonly session: string;
  readonly stage: Stage;
  readonly expiresAt: number;
  /** Until when a fresh second factor counts; 0 when none was given. */
  readonly steppedUpUntil: number;
  /** What a request that changes something must repeat, because a browser adds the cookie by itself. */
  readonly csrf: string;
};

/** A machine of a partner or subscriber. */
export type TokenCaller = {
  readonly kind: "token";
  /** `organisation#t12`: no account can be called so. */
  readonly actor: string;
  readonly token: string;
  readonly roles: readonly Role[];
  readonly organisation: Organisation;
  readonly actions: readonly Action[];
};

export type Caller =
  | SessionCaller
  | TokenCaller
  | { readonly kind: "anonymous" }
  /** Came with a token that is not good. */
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly message: string };
