import { appendAudit } from "../storage/log.ts";
import type { AccessPorts } from "./ports.ts";

/** One line of the audit log about an account. `detail` never holds a secret, nor a name that nobody has. */
export function auditAccount(
  { db, now }: Pick<AccessPorts, "db" | "now">,
  actor: string,
  action: string,
  account: string,
  detail: Record<string, unknown> = {},
): void {
  appendAudit(db, { at: now(), actor, action, subject: `account:${account}`, detail });
}

/** Where nobody of ours is to be named. */
export const NOBODY = "anonymous";
