import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { type ComplaintCommand, decideComplaint } from "../../core/complaint/decide.ts";
import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import { appendComplaintEvent, findComplaint } from "../../storage/cases/complaints.ts";
import { transaction } from "../../storage/database.ts";
import { conclude } from "./conclude.ts";
import type { CasePorts } from "./ports.ts";

/** Which case of which desk, by whom, when (seconds since the epoch). */
export type Act = {
  readonly desk: ListName;
  readonly reference: string;
  readonly officer: string;
  readonly now: number;
};

/** What an event does beside the complaint's own projection, in the same transaction. */
export type Effect = (after: ComplaintRecord, before: ComplaintRecord) => void;

/**
 * Loads the complaint, asks core, and appends what was decided with its projection and effect, all in one transaction;
 * one that ends takes those that joined it along. Throws HifazatError with the refusal's code; nothing is written then.
 */
export function decideOnComplaint(
  ports: CasePorts,
  { desk, reference, officer, now }: Act,
  command: ComplaintCommand | ((complaint: ComplaintRecord) => ComplaintCommand),
  effect: Effect = () => {},
): ComplaintRecord {
  return transaction(ports.db, () => {
    const before = findComplaint(ports.db, desk, reference);
    const given = typeof command === "function" ? command(before) : command;
    const after = applyDecided(ports, before, given, officer, now);
    effect(after, before);
    if (after.state === "concluded" && before.state !== "concluded") conclude(ports, after, now);
    return after;
  });
}

/** The part of it for a complaint that is loaded already, inside a transaction. */
export function applyDecided(
  { db }: Pick<CasePorts, "db">,
  before: ComplaintRecord,
  command: ComplaintCommand,
  actor: string,
  now: number,
): ComplaintRecord {
  const decision = decideComplaint(before, command, actor, now);
  if (decision.kind === "refusal") throw new HifazatError(decision.code, decision.message);
  return appendComplaintEvent(db, before.id, before, { at: now, actor, event: decision.event });
}
