import { type Action, isAction } from "../core/access/action.ts";
import { tokenActions } from "../core/access/organisation.ts";
import { TOKEN_DAYS } from "../core/access/token.ts";
import { HifazatError } from "../core/errors.ts";
import { findOrganisation } from "../storage/accounts/organisations.ts";
import { insertToken } from "../storage/accounts/tokens.ts";
import { transaction } from "../storage/database.ts";
import { appendAudit } from "../storage/log.ts";
import type { AccessPorts } from "./ports.ts";
import { newSecret, secretHash } from "./secrets.ts";

/** The prefix lets secret scanners find a token that got into a file (such as a public repository). */
export const TOKEN_FORM = /^hfz_[A-Za-z0-9_-]{43}$/;

export type TokenRequest = {
  readonly organisation: string;
  /** What it is for, such as the machine it lies on. */
  readonly label: string;
  /** Everything the organisation may do when left out. */
  readonly actions?: readonly string[] | undefined;
  readonly days?: number | undefined;
};

export type IssuedToken = {
  readonly id: string;
  /** Shown this once: only its hash is kept. */
  readonly token: string;
  readonly actions: readonly Action[];
  readonly expiresAt: number;
};

/** Makes a token for an organisation. `by` is who makes it. */
export function issueToken(
  { db, now, random }: Pick<AccessPorts, "db" | "now" | "random">,
  { organisation: name, label, actions: asked, days = TOKEN_DAYS.usual }: TokenRequest,
  by: string,
): IssuedToken {
  if (!Number.isInteger(days) || days < 1 || days > TOKEN_DAYS.most)
    throw new HifazatError("bad_request", `A token lives 1 to ${TOKEN_DAYS.most} days.`);
  return transaction(db, () => {
    const organisation = findOrganisation(db, name);
    if (organisation === undefined) throw new HifazatError("not_found", `There is no organisation ${name}.`);
    if (organisation.suspendedAt !== null) throw new HifazatError("conflict", `${name} is suspended.`);
    const possible = tokenActions(organisation.kind);
    const actions = (asked ?? possible).map((text) => actionNamed(text, possible));
    if (actions.length === 0) throw new HifazatError("bad_request", "A token needs at least one action.");
    const at = now();
    const token = `hfz_${newSecret(random)}`;
    const expiresAt = at + days * 86_400;
    const row = {
      hash: secretHash(token),
      organisationId: organisation.id,
      label,
      actions,
      createdAt: at,
      createdBy: by,
    };
    const id = `t${insertToken(db, { ...row, expiresAt })}`;
    const detail = { organisation: name, label, actions, expiresAt };
    appendAudit(db, { at, actor: by, action: "token.issued", subject: `token:${id}`, detail });
    return { id, token, actions, expiresAt };
  });
}

function actionNamed(text: string, possible: readonly Action[]): Action {
  if (isAction(text) && possible.includes(text)) return text;
  throw new HifazatError("bad_request", `A token of this organisation can be for ${possible.join(", ")}; not ${text}.`);
}
