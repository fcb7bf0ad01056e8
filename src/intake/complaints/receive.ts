import { findCategory } from "../../core/category.ts";
import { startClock } from "../../core/clock/clock.ts";
import { complaintClock } from "../../core/complaint/clock-name.ts";
import type { Channel, Complainant, ComplaintRecord, Queue } from "../../core/complaint/complaint.ts";
import { decideComplaint } from "../../core/complaint/decide.ts";
import { duplicateOf } from "../../core/complaint/duplicate.ts";
import { SYSTEM } from "../../core/complaint/fold.ts";
import { priorityOf } from "../../core/complaint/priority.ts";
import { newFollowUpCode, newReference } from "../../core/complaint/reference.ts";
import type { Submission } from "../../core/complaint/submission.ts";
import type { ListName } from "../../core/list-name.ts";
import { PARALLEL_BODIES } from "../../core/referral/referral.ts";
import type { RefusalCode } from "../../core/target/refusal.ts";
import { blockingEntry } from "../../storage/cases/blocking.ts";
import { withTargets } from "../../storage/cases/complaint-queries.ts";
import { appendComplaintEvent, nextComplaintId } from "../../storage/cases/complaints.ts";
import { insertCorrespondent } from "../../storage/cases/correspondents.ts";
import { queueNotice, queueReferralNotice } from "../../storage/cases/notices.ts";
import { contactPlace, statementPlace } from "../../storage/cases/places.ts";
import type { Db } from "../../storage/database.ts";
import { transaction } from "../../storage/database.ts";
import { followUpHash } from "./follow-up-code.ts";
import type { ReceivingPorts } from "./ports.ts";
import { type ReadAddress, readAddress } from "./read-address.ts";

/** How a complaint came. */
export type Arrival = {
  readonly channel: Channel;
  readonly queue: Queue;
  readonly complainant: Complainant;
  /** Stands in the record for what was sent. */
  readonly actor: string;
};

export type Received = {
  readonly complaint: ComplaintRecord;
  /** Shown once: only its hash is kept. */
  readonly followUpCode: string;
  /** Per address, why it cannot be read, or null. */
  readonly codes: readonly (RefusalCode | null)[];
};

/**
 * Writes a complaint, joins it with an open one that says the same, passes child abuse on to those who must know, and
 * tells the complainant: one transaction. What is answered depends on nothing that the registry holds.
 */
export function receiveComplaint(ports: ReceivingPorts, submission: Submission, arrival: Arrival): Received {
  const { db, seal, clocks, random } = ports;
  const now = ports.now();
  const followUpCode = newFollowUpCode(random);
  return transaction(db, () => {
    const id = nextComplaintId(db);
    const reference = unusedReference(ports);
    const addresses = submission.addresses.map((text, index) => readAddress(seal, reference, index + 1, text));
    const list = listFor(db, submission, addresses);
    const { category, urgency, province, language, contact } = submission;
    const received = appendComplaintEvent(db, id, undefined, {
      at: now,
      actor: arrival.actor,
      event: {
        kind: "received",
        reference,
        channel: arrival.channel,
        queue: arrival.queue,
        category,
        list,
        urgency,
        priority: priorityOf(list, submission.signs),
        province,
        language,
        complainant: arrival.complainant,
        addresses: addresses.map(({ stored }) => stored),
        statement: seal.close(statementOf(submission), statementPlace(reference)),
        clock: startClock(complaintClock(list, urgency), now, clocks),
      },
    });
    const complaint = joinDuplicate(db, received, now) ?? referAbuse(ports, received, now);
    insertCorrespondent(db, {
      subject: "complaint",
      caseId: id,
      codeHash: followUpHash(followUpCode),
      contact: contact === null ? null : seal.close(JSON.stringify(contact), contactPlace(reference)),
    });
    if (contact?.email != null) {
      const notice = { template: "complaint_received", reference } as const;
      // Whoever wrote a mail has seen no page with the code.
      const code = arrival.channel === "email" ? { followUpCode } : {};
      queueNotice(db, seal, { to: contact.email, language, notice, ...code }, now);
    }
    return { complaint, followUpCode, codes: addresses.map(({ stored }) => stored.code) };
  });
}

function statementOf({ description, earlierEfforts, signs }: Submission): string {
  return JSON.stringify({ description, earlierEfforts, signs });
}

/** Two in a trillion would meet; then the second draws again. */
function unusedReference({ db, random }: ReceivingPorts): string {
  const taken = db.sqlite.prepare("SELECT 1 FROM complaints WHERE reference = ?");
  let reference = newReference("C", random);
  while (taken.get(reference) !== undefined) reference = newReference("C", random);
  return reference;
}

/**
 * Child abuse goes to the sealed desk, and so does whatever names an address that this desk knows: or the other desk
 * would read it in clear. Both questions are asked of every complaint, so that the answer takes the same time.
 */
function listFor(db: Db, submission: Submission, addresses: readonly ReadAddress[]): ListName {
  const targets = addresses.flatMap(({ stored }) => (stored.prints === null ? [] : [stored.prints.target]));
  const isBlocked = addresses.filter(({ covering }) => blockingEntry(db, "sealed", covering) !== undefined).length > 0;
  const isKnown = withTargets(db, "sealed", targets).some(
    ({ category, outcome }) =>
      findCategory(category)?.list === "sealed" && outcome !== "not_blocked" && outcome !== "dropped",
  );
  return isBlocked || isKnown ? "sealed" : (findCategory(submission.category)?.list ?? "general");
}

function joinDuplicate(db: Db, complaint: ComplaintRecord, now: number): ComplaintRecord | undefined {
  const targets = complaint.addresses.flatMap(({ prints }) => (prints === null ? [] : [prints.target]));
  const primary = duplicateOf(complaint, withTargets(db, complaint.list, targets));
  if (primary === undefined) return undefined;
  const decision = decideComplaint(complaint, { kind: "join_on_receipt", primary }, SYSTEM, now);
  if (decision.kind === "refusal") return undefined;
  return appendComplaintEvent(db, complaint.id, complaint, { at: now, actor: SYSTEM, event: decision.event });
}

function referAbuse(ports: ReceivingPorts, complaint: ComplaintRecord, now: number): ComplaintRecord {
  // What only names an address that the desk knows has its referrals there, and must not take longer to receive.
  if (findCategory(complaint.submittedAs)?.list !== "sealed") return complaint;
  const { db, seal, clocks, bodyMail } = ports;
  const { province, reference } = complaint;
  const clock = startClock("referral", now, clocks);
  return PARALLEL_BODIES.reduce((record, body) => {
    const event = { kind: "referred", body, province, clock, note: null } as const;
    queueReferralNotice(db, seal, bodyMail, reference, event, now);
    return appendComplaintEvent(db, record.id, record, { at: now, actor: SYSTEM, event });
  }, complaint);
}
