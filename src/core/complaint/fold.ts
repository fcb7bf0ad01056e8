import { type Clock, stopClock } from "../clock/clock.ts";
import { isFinal } from "../referral/referral.ts";
import { answerNamed } from "./answer.ts";
import type { ComplaintEvent, ComplaintRecord, Outcome } from "./complaint.ts";

export type ComplaintHappened = { readonly at: number; readonly actor: string; readonly event: ComplaintEvent };

/** Applies one event. `record` is undefined before the first. Total: the events were checked when they were decided. */
export function applyComplaintEvent(
  id: number,
  record: ComplaintRecord | undefined,
  { at, actor, event }: ComplaintHappened,
): ComplaintRecord {
  if (event.kind === "received") {
    const { kind: _, ...received } = event;
    return {
      id,
      state: "received",
      ...received,
      submittedAs: event.category,
      receivedAt: at,
      lock: null,
      officers: [],
      joinedTo: null,
      order: null,
      referrals: [],
      outcome: null,
      answer: null,
    };
  }
  if (record === undefined) throw new Error(`complaint ${id}: ${event.kind} before received`);
  return { ...applyLater(record, at, actor, event), officers: withOfficer(record.officers, actor, event) };
}

function applyLater(
  record: ComplaintRecord,
  at: number,
  actor: string,
  event: Exclude<ComplaintEvent, { kind: "received" }>,
): ComplaintRecord {
  switch (event.kind) {
    case "joined":
      return { ...record, state: "joined", joinedTo: event.to, lock: null };
    case "separated":
      return { ...record, state: "received", joinedTo: null };
    case "taken":
      return { ...record, state: "under_review", lock: { officer: actor, until: event.until } };
    case "put_back":
      return { ...record, lock: null };
    case "triaged": {
      const { category, list, urgency, priority } = event;
      const clock = record.clock.stoppedAt === null ? event.clock : record.clock;
      return { ...record, category, list, urgency, priority, clock };
    }
    case "referred": {
      const { body, province, clock } = event;
      const number = record.referrals.length + 1;
      const opened = { number, body, province, status: "open", openedBy: actor, changedAt: at, clock } as const;
      return { ...record, referrals: [...record.referrals, opened] };
    }
    case "referral_updated":
      return withReferral(record, event.number, (referral) => ({
        ...referral,
        status: event.status,
        changedAt: at,
        clock: isFinal(event.status) ? stopClock(referral.clock, at) : referral.clock,
      }));
    case "converted":
      return { ...record, state: "ordered", order: { id: event.order, items: event.items }, lock: null };
    case "answered":
      return conclude(record, answerNamed(event.template).outcome, event.template, at);
    case "settled":
      return conclude(record, event.outcome, event.template, at);
    case "closed":
      return conclude(record, "dropped", null, at);
    case "escalated": {
      const told = (clock: Clock): Clock => ({ ...clock, told: event.level });
      if (event.referral === null) return { ...record, clock: told(record.clock) };
      return withReferral(record, event.referral, (referral) => ({ ...referral, clock: told(referral.clock) }));
    }
  }
}

function conclude(
  record: ComplaintRecord,
  outcome: Outcome,
  answer: ComplaintRecord["answer"],
  at: number,
): ComplaintRecord {
  return { ...record, state: "concluded", outcome, answer, clock: stopClock(record.clock, at), lock: null };
}

function withReferral(
  record: ComplaintRecord,
  number: number,
  change: (referral: ComplaintRecord["referrals"][number]) => ComplaintRecord["referrals"][number],
): ComplaintRecord {
  const referrals = record.referrals.map((one) => (one.number === number ? change(one) : one));
  return { ...record, referrals };
}

/** Events that nobody decided: what the registry does by itself. */
const AUTOMATIC: readonly ComplaintEvent["kind"][] = ["settled", "escalated"];
/** Stands in the record where the registry acted by itself. */
export const SYSTEM = "system";

function withOfficer(officers: readonly string[], actor: string, event: ComplaintEvent): readonly string[] {
  if (actor === SYSTEM || AUTOMATIC.includes(event.kind) || officers.includes(actor)) return officers;
  return [...officers, actor];
}

/** The projection from the beginning; undefined for no events. */
export function foldComplaint(id: number, events: Iterable<ComplaintHappened>): ComplaintRecord | undefined {
  let record: ComplaintRecord | undefined;
  for (const happened of events) record = applyComplaintEvent(id, record, happened);
  return record;
}
