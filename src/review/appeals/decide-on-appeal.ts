import type { AppealRecord } from "../../core/appeal/appeal.ts";
import { type AppealCommand, decideAppeal } from "../../core/appeal/decide.ts";
import { HifazatError } from "../../core/errors.ts";
import { appendAppealEvent, findAppeal } from "../../storage/cases/appeals.ts";
import { transaction } from "../../storage/database.ts";
import type { Act } from "../complaints/decide-complaint.ts";
import type { CasePorts } from "../complaints/ports.ts";

/**
 * Loads the appeal, asks core, and appends what was decided with its projection and effect, all in one transaction.
 * Throws HifazatError with the refusal's code; nothing is written then.
 */
export function decideOnAppeal(
  ports: CasePorts,
  { desk, reference, officer, now }: Act,
  command: AppealCommand | ((appeal: AppealRecord) => AppealCommand),
  effect: (after: AppealRecord, before: AppealRecord) => void = () => {},
): AppealRecord {
  return transaction(ports.db, () => {
    const before = findAppeal(ports.db, desk, reference);
    const after = applyToAppeal(ports, before, typeof command === "function" ? command(before) : command, officer, now);
    effect(after, before);
    return after;
  });
}

/** The part of it for an appeal that is loaded already, inside a transaction. */
export function applyToAppeal(
  { db }: Pick<CasePorts, "db">,
  before: AppealRecord,
  command: AppealCommand,
  actor: string,
  now: number,
): AppealRecord {
  const decision = decideAppeal(before, command, actor, now);
  if (decision.kind === "refusal") throw new HifazatError(decision.code, decision.message);
  return appendAppealEvent(db, before.id, before, { at: now, actor, event: decision.event });
}
