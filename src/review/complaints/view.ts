import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import type { AddressView, ComplaintSummary, ComplaintView, QueueFilter } from "../../core/complaint/view.ts";
import type { ListName } from "../../core/list-name.ts";
import { candidates } from "../../core/target/candidates.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import { blockingEntry } from "../../storage/cases/blocking.ts";
import { deskComplaints, joinersOf, relatedComplaints } from "../../storage/cases/complaint-queries.ts";
import { complaintById, findComplaint } from "../../storage/cases/complaints.ts";
import { complaintHistory } from "./history.ts";
import { openAddresses } from "./open-addresses.ts";
import type { CasePorts } from "./ports.ts";
import { statementOf } from "./reveal.ts";
import { readSought, type Sought } from "./sought.ts";

/** How many related cases a page shows. */
const MOST_RELATED = 50;

/** A desk's complaints, in the order in which it works. `now`: whose locks still hold. */
export function complaintQueue(
  { db, seal }: CasePorts,
  list: ListName,
  { takenBy, text, ...filter }: QueueFilter,
  now: number,
): ComplaintSummary[] {
  const sought = readSought(seal, list, "C", text);
  if (sought.kind === "nothing") return [];
  const taken = takenBy === undefined ? undefined : { by: takenBy, at: now };
  return deskComplaints(db, { ...filter, list, taken, ...soughtBy(sought) }).map(summaryOf);
}

const soughtBy = (sought: Sought) => ({
  reference: sought.kind === "reference" ? sought.reference : undefined,
  near: sought.kind === "near" ? sought.near : undefined,
});

/** Everything the desk may see of a complaint without a reason of its own. Throws `not_found`. */
export function viewComplaint(ports: CasePorts, desk: ListName, reference: string): ComplaintView {
  const { db, seal } = ports;
  const complaint = findComplaint(db, desk, reference);
  const { province, language, order, referrals, answer, joinedTo } = complaint;
  const isOpen = complaint.list === "general";
  const related = relatedComplaints(db, complaint.id, isOpen ? ["general"] : ["general", "sealed"], MOST_RELATED);
  return {
    ...summaryOf(complaint),
    province,
    language,
    order,
    referrals,
    answer,
    shown: isOpen ? openViews(ports, complaint) : complaint.addresses.map(({ code }) => ({ kind: "closed", code })),
    statement: isOpen ? statementOf(seal, complaint.reference, complaint.statement) : null,
    joinedTo: joinedTo === null ? null : (complaintById(db, joinedTo)?.reference ?? null),
    joiners: joinersOf(db, complaint.id).map((joiner) => joiner.reference),
    related: related.map(({ nearness, complaint: { reference, state, outcome, receivedAt } }) => ({
      reference,
      nearness,
      state,
      outcome,
      receivedAt,
    })),
    // What officers wrote may say the address.
    history: complaintHistory(ports, complaint, isOpen ? "with notes" : "without notes"),
  };
}

function openViews({ db, seal }: CasePorts, complaint: ComplaintRecord): AddressView[] {
  return openAddresses(seal, complaint.reference, complaint.addresses).map((text): AddressView => {
    const read = canonicalise(text);
    if (read.kind === "refused") return { kind: "open", text, value: null, code: read.code, entry: null };
    const { value } = read.target;
    const tried = candidates(value);
    const blocking = tried.kind === "refused" ? undefined : blockingEntry(db, "general", tried.targets);
    return { kind: "open", text, value, code: null, entry: blocking?.entry ?? null };
  });
}

/** What a list shows of it. */
export function summaryOf(complaint: ComplaintRecord): ComplaintSummary {
  const { reference, state, channel, queue, submittedAs, category, urgency, priority } = complaint;
  const { complainant, receivedAt, clock, lock, outcome } = complaint;
  return {
    ...{ reference, state, channel, queue, submittedAs, category, urgency, priority },
    ...{ complainant, receivedAt, clock, lock, outcome },
    addresses: complaint.addresses.length,
  };
}
