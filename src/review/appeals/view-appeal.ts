import type { AppealRecord } from "../../core/appeal/appeal.ts";
import type { AppealFilter, AppealSummary, AppealView } from "../../core/appeal/view.ts";
import type { Contact } from "../../core/complaint/submission.ts";
import type { HistoryLine, Revealed } from "../../core/complaint/view.ts";
import type { ListName } from "../../core/list-name.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import { deskAppeals } from "../../storage/cases/appeal-queries.ts";
import { appealEvents, findAppeal } from "../../storage/cases/appeals.ts";
import { correspondentOf } from "../../storage/cases/correspondents.ts";
import { contactPlace, notePlace, statementPlace } from "../../storage/cases/places.ts";
import { transaction } from "../../storage/database.ts";
import { appendAudit } from "../../storage/log.ts";
import type { Act } from "../complaints/decide-complaint.ts";
import { namesOf, openAddresses } from "../complaints/open-addresses.ts";
import type { CasePorts } from "../complaints/ports.ts";
import { checkReason } from "../complaints/reveal.ts";
import { readSought } from "../complaints/sought.ts";
import { partiesTo, standingOf } from "./standing.ts";

/** A desk's appeals, the earliest end of the clock first. `now`: whose locks still hold. */
export function appealQueue(
  { db, seal }: CasePorts,
  list: ListName,
  { takenBy, text, ...filter }: AppealFilter,
  now: number,
): AppealSummary[] {
  const taken = takenBy === undefined ? undefined : { by: takenBy, at: now };
  const entry = /^e(\d{1,15})$/i.exec(text?.trim() ?? "")?.[1];
  if (entry !== undefined) return deskAppeals(db, { ...filter, list, taken, entry: Number(entry) }).map(appealSummary);
  const sought = readSought(seal, list, "A", text);
  if (sought.kind === "nothing") return [];
  const reference = sought.kind === "reference" ? sought.reference : undefined;
  const near = sought.kind === "near" ? sought.near : undefined;
  return deskAppeals(db, { ...filter, list, taken, reference, near }).map(appealSummary);
}

/** Everything the desk may see of an appeal without a reason of its own. Throws `not_found`. */
export function viewAppeal(ports: CasePorts, desk: ListName, reference: string): AppealView {
  const { seal } = ports;
  const appeal = findAppeal(ports.db, desk, reference);
  const isOpen = appeal.list === "general";
  const blocking = standingOf(ports, appeal);
  const [text = ""] = isOpen ? openAddresses(seal, appeal.reference, [appeal.address]) : [];
  const { code } = appeal.address;
  const read = canonicalise(text);
  const value = read.kind === "refused" ? null : read.target.value;
  return {
    ...appealSummary(appeal),
    language: appeal.language,
    shown: isOpen ? { kind: "open", text, value, code, entry: blocking?.entry ?? null } : { kind: "closed", code },
    statement: isOpen ? statementText(ports, appeal) : null,
    standing: (blocking?.standing ?? appeal.suspended).map(({ order, item }) => ({ order: `o${order}`, item })),
    parties: partiesTo(ports, appeal),
    history: appealHistory(ports, appeal, isOpen ? "with notes" : "without notes"),
  };
}

/** As `reveal` of a complaint: audited before anything is shown, with a reason that must not say what is shown. */
export function revealAppeal(ports: CasePorts, { desk, reference, officer, now }: Act, reason: string): Revealed {
  const { db, seal } = ports;
  return transaction(db, () => {
    const appeal = findAppeal(db, desk, reference);
    const addresses = openAddresses(seal, appeal.reference, [appeal.address]);
    const stored = correspondentOf(db, "appeal", appeal.id)?.contact;
    const contact: Contact | null =
      stored == null ? null : JSON.parse(seal.open(stored, contactPlace(appeal.reference)));
    checkReason(reason, [...namesOf(addresses), ...Object.values(contact ?? {}).filter((text) => text !== null)]);
    const detail = { reference: appeal.reference, reason: reason.trim() };
    appendAudit(db, { at: now, actor: officer, action: "appeal.revealed", subject: `appeal:${appeal.id}`, detail });
    const description = statementText(ports, appeal) ?? "";
    const statement = { description, earlierEfforts: "", signs: [] };
    return { addresses, statement, contact, history: appealHistory(ports, appeal, "with notes") };
  });
}

export function appealSummary(appeal: AppealRecord): AppealSummary {
  const { reference, state, capacity, entry, receivedAt, clock, lock, outcome, decidedAt, courtUntil } = appeal;
  const proposal = appeal.proposal === null ? null : { by: appeal.proposal.by, verdict: appeal.proposal.verdict };
  const times = { receivedAt, clock, decidedAt, courtUntil };
  return {
    reference,
    state,
    capacity,
    entry,
    ...times,
    lock,
    outcome,
    suspended: appeal.suspended.length > 0,
    proposal,
  };
}

function statementText({ seal }: CasePorts, appeal: AppealRecord): string | null {
  return appeal.statement === null ? null : seal.open(appeal.statement, statementPlace(appeal.reference));
}

function appealHistory(
  { db, seal }: CasePorts,
  appeal: AppealRecord,
  notes: "with notes" | "without notes",
): HistoryLine[] {
  return appealEvents(db, appeal.id).map(({ at, actor, event }) => {
    const sealed = "reasons" in event ? event.reasons : "";
    const isShown = notes === "with notes" && sealed !== "";
    return { at, actor, kind: event.kind, note: isShown ? seal.open(sealed, notePlace(appeal.reference)) : null };
  });
}
