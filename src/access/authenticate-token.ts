import type { Caller } from "../core/access/caller.ts";
import { markTokenUsed, type TokenRecord, tokenByHash } from "../storage/accounts/tokens.ts";
import { transaction } from "../storage/database.ts";
import { appendAudit } from "../storage/log.ts";
import { withoutWaiting } from "../storage/without-waiting.ts";
import { TOKEN_FORM } from "./issue-token.ts";
import type { AccessPorts } from "./ports.ts";
import { secretHash } from "./secrets.ts";

/** How often a token's use is noted at most, in seconds: uses are many, and every note is a row of the audit log. */
const NOTED_EVERY = 3_600;

type TokenPorts = Pick<AccessPorts, "db" | "now">;

/** Whose token this is. Only who has the token itself is told what is wrong with it. */
export function authenticateToken(ports: TokenPorts, bearer: string, address: string): Caller {
  const token = TOKEN_FORM.test(bearer) ? tokenByHash(ports.db, secretHash(bearer)) : undefined;
  if (token === undefined) return { kind: "refused", code: "unauthenticated", message: "There is no such token." };
  const { organisation, actions } = token;
  if (token.revokedAt !== null) return { kind: "refused", code: "token_revoked", message: "The token was revoked." };
  if (token.expiresAt <= ports.now())
    return { kind: "refused", code: "token_expired", message: "The token has expired: ask for a new one." };
  if (organisation.suspendedAt !== null)
    return { kind: "refused", code: "suspended", message: "The organisation is suspended." };
  noteUse(ports, token, address);
  const id = `t${token.id}`;
  const actor = `${organisation.name}#${id}`;
  return { kind: "token", actor, token: id, roles: [organisation.kind], organisation, actions };
}

/** Keeps when and from where a token was last used; a first use and a use from elsewhere go into the audit log. */
function noteUse({ db, now }: TokenPorts, token: TokenRecord, address: string): void {
  const at = now();
  if (token.usedAt !== null && at - token.usedAt < NOTED_EVERY) return;
  const note = () => {
    markTokenUsed(db, token.id, at, address);
    if (token.usedFrom === address) return;
    const actor = `${token.organisation.name}#t${token.id}`;
    const detail = { from: address, before: token.usedFrom };
    appendAudit(db, { at, actor, action: "token.used", subject: `token:t${token.id}`, detail });
  };
  withoutWaiting(db, () => transaction(db, note));
}
