import { HifazatError } from "../core/errors.ts";
import { markTokenRevoked, tokenById } from "../storage/accounts/tokens.ts";
import { transaction } from "../storage/database.ts";
import { appendAudit } from "../storage/log.ts";
import type { AccessPorts } from "./ports.ts";

/** Ends a token at once, by its id (`t12`). Doing it again changes nothing. */
export function revokeToken({ db, now }: Pick<AccessPorts, "db" | "now">, id: string, by: string): void {
  const number = /^t(\d{1,15})$/.exec(id)?.[1];
  transaction(db, () => {
    const token = number === undefined ? undefined : tokenById(db, Number(number));
    if (token === undefined) throw new HifazatError("not_found", `There is no token ${id}.`);
    if (!markTokenRevoked(db, token.id, now())) return;
    const detail = { organisation: token.organisation.name, label: token.label };
    appendAudit(db, { at: now(), actor: by, action: "token.revoked", subject: `token:${id}`, detail });
  });
}
