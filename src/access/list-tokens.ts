import type { TokenState, TokenView } from "../core/access/token.ts";
import { HifazatError } from "../core/errors.ts";
import { findOrganisation } from "../storage/accounts/organisations.ts";
import { listTokens, type TokenRecord } from "../storage/accounts/tokens.ts";
import type { AccessPorts } from "./ports.ts";

/** The tokens of one organisation, or of all, newest first. */
export function tokenViews({ db, now }: Pick<AccessPorts, "db" | "now">, organisation?: string): TokenView[] {
  if (organisation === undefined) return listTokens(db).map((token) => view(token, now()));
  const found = findOrganisation(db, organisation);
  if (found === undefined) throw new HifazatError("not_found", `There is no organisation ${organisation}.`);
  return listTokens(db, found.id).map((token) => view(token, now()));
}

function view(token: TokenRecord, now: number): TokenView {
  const { id, organisation, label, actions, createdAt, createdBy, expiresAt, revokedAt, usedAt } = token;
  const state = stateOf(token, now);
  return {
    id: `t${id}`,
    organisation: organisation.name,
    label,
    actions,
    state,
    createdAt,
    createdBy,
    expiresAt,
    revokedAt,
    usedAt,
  };
}

function stateOf(token: TokenRecord, now: number): TokenState {
  if (token.revokedAt !== null) return "revoked";
  if (token.expiresAt <= now) return "expired";
  return token.organisation.suspendedAt === null ? "active" : "suspended";
}
