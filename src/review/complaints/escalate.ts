import type { AppealRecord } from "../../core/appeal/appeal.ts";
import { decideAppeal } from "../../core/appeal/decide.ts";
import type { Clock, ClockLevel } from "../../core/clock/clock.ts";
import { dueClocks } from "../../core/clock/due.ts";
import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { decideComplaint } from "../../core/complaint/decide.ts";
import { SYSTEM } from "../../core/complaint/fold.ts";
import type { ListName } from "../../core/list-name.ts";
import { appealsToTell } from "../../storage/cases/appeal-queries.ts";
import { appealByReference, appendAppealEvent } from "../../storage/cases/appeals.ts";
import { complaintsToTell } from "../../storage/cases/complaint-queries.ts";
import { appendComplaintEvent, complaintById } from "../../storage/cases/complaints.ts";
import { queueNotice } from "../../storage/cases/notices.ts";
import { transaction } from "../../storage/database.ts";
import type { CasePorts } from "./ports.ts";

type Timed = {
  readonly clock: Clock;
  readonly reference: string;
  readonly list: ListName;
  /** False when another process was first, or the clock has stopped. */
  readonly escalate: (level: ClockLevel) => boolean;
};

/**
 * Tells the desks of clocks that are about to run out, and of those that have: for a job that runs every minute. Each
 * level of each clock is told once. Returns how many were told.
 */
export function escalateDue(ports: CasePorts, now: number): number {
  const timed = [
    ...complaintsToTell(ports.db, now).flatMap((complaint) => clocksOf(ports, complaint, now)),
    ...appealsToTell(ports.db, now).flatMap((appeal) => clockOf(ports, appeal, now)),
  ];
  let told = 0;
  for (const { timed: one, level } of dueClocks(timed, now))
    transaction(ports.db, () => {
      if (!one.escalate(level)) return;
      tellDesk(ports, one, level, now);
      told += 1;
    });
  return told;
}

function clocksOf(ports: CasePorts, complaint: ComplaintRecord, now: number): Timed[] {
  const { id, reference, list, clock, referrals, state } = complaint;
  const timed = (clock: Clock, referral: number | null): Timed => ({
    clock,
    reference,
    list,
    escalate(level) {
      // Another clock of the same complaint may just have been told.
      const present = complaintById(ports.db, id) ?? complaint;
      const decision = decideComplaint(present, { kind: "escalate", referral, level }, SYSTEM, now);
      if (decision.kind === "refusal") return false;
      appendComplaintEvent(ports.db, id, present, { at: now, actor: SYSTEM, event: decision.event });
      return true;
    },
  });
  // What joined another is that one's business.
  const own = state === "joined" ? [] : [timed(clock, null)];
  return [...own, ...referrals.map((referral) => timed(referral.clock, referral.number))];
}

function clockOf(ports: CasePorts, appeal: AppealRecord, now: number): Timed[] {
  const { reference, list, clock } = appeal;
  if (list === null) return [];
  const escalate = (level: ClockLevel) => {
    const present = appealByReference(ports.db, reference) ?? appeal;
    const decision = decideAppeal(present, { kind: "escalate", level }, SYSTEM, now);
    if (decision.kind === "refusal") return false;
    appendAppealEvent(ports.db, present.id, present, { at: now, actor: SYSTEM, event: decision.event });
    return true;
  };
  return [{ clock, reference, list, escalate }];
}

function tellDesk(
  { db, seal, deskMail }: CasePorts,
  { reference, list, clock }: Timed,
  level: ClockLevel,
  now: number,
) {
  const { name, dueAt } = clock;
  const notice = { template: "clock", reference, level, clock: name, dueAt } as const;
  for (const to of deskMail[list]) queueNotice(db, seal, { to, language: "en", notice }, now);
}
