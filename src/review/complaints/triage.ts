import { type CategorySlug, findCategory } from "../../core/category.ts";
import { startClock } from "../../core/clock/clock.ts";
import { complaintClock } from "../../core/complaint/clock-name.ts";
import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { SYSTEM } from "../../core/complaint/fold.ts";
import type { Priority } from "../../core/complaint/priority.ts";
import type { Urgency } from "../../core/order/order.ts";
import { PARALLEL_BODIES } from "../../core/referral/referral.ts";
import { joinersOf, withTargets } from "../../storage/cases/complaint-queries.ts";
import { complaintById } from "../../storage/cases/complaints.ts";
import { queueReferralNotice } from "../../storage/cases/notices.ts";
import { type Act, applyDecided, decideOnComplaint } from "./decide-complaint.ts";
import { closeNote } from "./note.ts";
import type { CasePorts } from "./ports.ts";

export type TriageInput = {
  readonly category: CategorySlug;
  readonly urgency: Urgency;
  readonly priority: Priority;
  readonly reasons: string;
};

/**
 * An officer corrects what the complainant chose. The clock that fits counts from the day it was received. What turns out
 * to be child abuse goes to the sealed desk, together with everything else about the same addresses: nothing has to be
 * encrypted now, because every complaint is.
 */
export function triage(ports: CasePorts, act: Act, input: TriageInput): ComplaintRecord {
  const { category, urgency, priority } = input;
  const list = findCategory(category)?.list ?? "general";
  const sorted = (complaint: ComplaintRecord) => {
    const clock = startClock(complaintClock(list, urgency), complaint.receivedAt, ports.clocks);
    return { category, list, urgency, priority, clock };
  };
  return decideOnComplaint(
    ports,
    act,
    (complaint) => ({
      kind: "triage",
      ...sorted(complaint),
      reasons: closeNote(ports.seal, complaint.reference, input.reasons),
    }),
    (after, before) => {
      if (after.list === before.list) return;
      const moving: ComplaintRecord[] = [];
      if (after.list === "sealed") referAbuse(ports, after, act.now);
      for (const other of followers(ports, after, before)) {
        const moved = applyDecided(ports, other, { kind: "follow_triage", ...sorted(other) }, SYSTEM, act.now);
        moving.push(moved);
      }
      for (const moved of moving) separateFromStrangers(ports, moved, act.now);
    },
  );
}

/** One that an officer had joined with a complaint about something else, which stays on the desk it was on. */
function separateFromStrangers(ports: CasePorts, moved: ComplaintRecord, now: number): void {
  if (moved.state !== "joined" || moved.joinedTo === null) return;
  if (complaintById(ports.db, moved.joinedTo)?.list === moved.list) return;
  const reasons = closeNote(ports.seal, moved.reference, "The complaint it had joined is with the other desk.");
  applyDecided(ports, moved, { kind: "separate", reasons }, SYSTEM, now);
}

/** What a case of child abuse sets going on receipt, for one that was not known as such then. */
function referAbuse(ports: CasePorts, complaint: ComplaintRecord, now: number): void {
  const known = complaint.referrals.map(({ body }) => body);
  const { province, reference } = complaint;
  const clock = startClock("referral", now, ports.clocks);
  PARALLEL_BODIES.filter((body) => !known.includes(body)).reduce((record, body) => {
    queueReferralNotice(ports.db, ports.seal, ports.bodyMail, reference, { body, clock }, now);
    return applyDecided(ports, record, { kind: "refer", body, province, clock, note: null }, SYSTEM, now);
  }, complaint);
}

/** What must lie on the same desk: whatever joined it, and on the way to the sealed desk whatever names its addresses. */
function followers({ db }: CasePorts, after: ComplaintRecord, before: ComplaintRecord): ComplaintRecord[] {
  const joiners = joinersOf(db, after.id);
  if (after.list !== "sealed") return joiners;
  const targets = after.addresses.flatMap(({ prints }) => (prints === null ? [] : [prints.target]));
  const known = new Set(joiners.map(({ id }) => id));
  const others = withTargets(db, before.list, targets).filter(({ id }) => !known.has(id));
  return [...joiners, ...others, ...others.flatMap((other) => joinersOf(db, other.id))].filter(
    (other, place, all) => all.findIndex(({ id }) => id === other.id) === place,
  );
}
