import type { Action } from "./action.ts";

/** Of a token's life. */
export const TOKEN_DAYS = { usual: 365, most: 730 } as const;

export type TokenState = "active" | "expired" | "revoked" | "suspended";

/** What of a token may be shown: never the token, which is not kept. */
export type TokenView = {
  readonly id: string;
  readonly organisation: string;
  readonly label: string;
  readonly actions: readonly Action[];
  readonly state: TokenState;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly expiresAt: number;
  readonly revokedAt: number | null;
  readonly usedAt: number | null;
};
