import type { CategorySlug } from "../category.ts";
import type { Clock, ClockLevel } from "../clock/clock.ts";
import type { ErrorCode } from "../errors.ts";
import type { ListName } from "../list-name.ts";
import { samePerson } from "../order/decision.ts";
import type { Urgency } from "../order/order.ts";
import { mayBecome, type Province, type ReferralBody, type ReferralStatus } from "../referral/referral.ts";
import type { AnswerTemplate } from "./answer.ts";
import type { ComplaintEvent, ComplaintRecord, ComplaintState, Lock, Outcome } from "./complaint.ts";
import type { Priority } from "./priority.ts";

/** Free text comes encrypted; "" stands for a text that was blank, so that it can be refused here. */
export type ComplaintCommand =
  | { readonly kind: "take"; readonly until: number }
  | { readonly kind: "put_back" }
  | { readonly kind: "join"; readonly primary: Primary; readonly joiners: number }
  /** At intake, by the registry itself: nobody has taken the complaint yet. */
  | { readonly kind: "join_on_receipt"; readonly primary: Primary }
  | { readonly kind: "separate"; readonly reasons: string }
  | (Triage & { readonly kind: "triage"; readonly reasons: string })
  /** Another complaint about the same address was triaged: this one must be seen by the same people. */
  | (Triage & { readonly kind: "follow_triage" })
  | {
      readonly kind: "refer";
      readonly body: ReferralBody;
      readonly province: Province | null;
      readonly clock: Clock;
      readonly note: string | null;
    }
  | {
      readonly kind: "update_referral";
      readonly number: number;
      readonly status: ReferralStatus;
      readonly note: string | null;
    }
  | { readonly kind: "convert"; readonly order: number; readonly items: readonly number[] }
  | { readonly kind: "answer"; readonly template: AnswerTemplate; readonly reasons: string }
  | { readonly kind: "settle"; readonly outcome: Outcome; readonly template: AnswerTemplate | null }
  | { readonly kind: "close"; readonly reasons: string }
  | { readonly kind: "escalate"; readonly referral: number | null; readonly level: ClockLevel };

type Primary = Pick<ComplaintRecord, "id" | "list" | "state">;
type Triage = {
  readonly category: CategorySlug;
  readonly list: ListName;
  readonly urgency: Urgency;
  readonly priority: Priority;
  readonly clock: Clock;
};

export type ComplaintDecision =
  | { readonly kind: "event"; readonly event: ComplaintEvent }
  | { readonly kind: "refusal"; readonly code: ErrorCode; readonly message: string };

/** In these somebody still has to work on the complaint itself. */
const WORKED_ON: readonly ComplaintState[] = ["received", "under_review"];

/**
 * Whether `actor` may give this command now. Pure: the same complaint, command, actor and clock give the same answer.
 * `now` is in seconds since the epoch. Messages never quote an address.
 */
export function decideComplaint(
  complaint: ComplaintRecord,
  command: ComplaintCommand,
  actor: string,
  now: number,
): ComplaintDecision {
  if (isBlank(actor)) return refuse("bad_request", "An officer must be named.");
  switch (command.kind) {
    case "take":
      if (!WORKED_ON.includes(complaint.state)) return wrongState(complaint, "taken");
      if (command.until <= now) return refuse("bad_request", "The lock must end later than now.");
      return other(complaint.lock, actor, now) ?? event({ kind: "taken", until: command.until });
    case "put_back":
      return held(complaint, actor, now) ?? event({ kind: "put_back" });
    case "join":
      return held(complaint, actor, now) ?? decideJoin(complaint, command.primary, command.joiners);
    case "join_on_receipt":
      if (complaint.state !== "received") return wrongState(complaint, "joined with another");
      return decideJoin(complaint, command.primary, 0);
    case "separate":
      if (complaint.state !== "joined") return wrongState(complaint, "separated");
      if (isBlank(command.reasons)) return unreasoned();
      return event({ kind: "separated", reasons: command.reasons });
    case "triage": {
      const refusal = held(complaint, actor, now);
      if (refusal !== undefined) return refusal;
      if (isBlank(command.reasons)) return unreasoned();
      const { kind: _, ...triage } = command;
      return event({ kind: "triaged", ...triage });
    }
    case "follow_triage": {
      if (complaint.list === command.list && complaint.category === command.category)
        return refuse("case_state", "The complaint is with that desk already.");
      const { kind: _, ...triage } = command;
      return event({ kind: "triaged", ...triage, reasons: "" });
    }
    case "refer":
      return decideReferral(complaint, command);
    case "update_referral": {
      const referral = complaint.referrals.find(({ number }) => number === command.number);
      if (referral === undefined) return refuse("not_found", `The complaint has no referral ${command.number}.`);
      if (!mayBecome(referral.status, command.status))
        return refuse("case_state", `A referral that is ${referral.status} cannot become ${command.status}.`);
      const { number, status, note } = command;
      return event({ kind: "referral_updated", number, status, note });
    }
    case "convert": {
      const refusal = held(complaint, actor, now);
      if (refusal !== undefined) return refusal;
      if (command.items.length === 0) return refuse("case_incomplete", "No item of the order stands for it.");
      return event({ kind: "converted", order: command.order, items: command.items });
    }
    case "answer": {
      const refusal = held(complaint, actor, now);
      if (refusal !== undefined) return refusal;
      if (isBlank(command.reasons)) return unreasoned();
      return event({ kind: "answered", template: command.template, reasons: command.reasons });
    }
    case "settle":
      if (complaint.state !== "ordered" && complaint.state !== "joined") return wrongState(complaint, "settled");
      return event({ kind: "settled", outcome: command.outcome, template: command.template });
    case "close": {
      const refusal = held(complaint, actor, now);
      if (refusal !== undefined) return refusal;
      if (isBlank(command.reasons)) return unreasoned();
      return event({ kind: "closed", reasons: command.reasons });
    }
    case "escalate":
      return decideEscalation(complaint, command.referral, command.level);
  }
}

/** The lock by which somebody else is at work on the case now. */
export function lockOfAnother(lock: Lock | null, actor: string, now: number): Lock | undefined {
  return lock !== null && now < lock.until && !samePerson(lock.officer, actor) ? lock : undefined;
}

function decideJoin(complaint: ComplaintRecord, primary: Primary, joiners: number): ComplaintDecision {
  if (primary.id === complaint.id) return refuse("bad_request", "A complaint cannot be joined with itself.");
  // The one desk must learn nothing of what the other has.
  if (primary.list !== complaint.list) return refuse("not_found", "There is no such complaint.");
  if (primary.state === "joined" || primary.state === "concluded")
    return refuse("case_state", `The other complaint is ${words(primary.state)}: name one that is still open.`);
  if (joiners > 0) return refuse("case_state", "Others have joined this complaint: join the other one with it.");
  return event({ kind: "joined", to: primary.id });
}

function decideReferral(
  complaint: ComplaintRecord,
  { body, province, clock, note }: Extract<ComplaintCommand, { kind: "refer" }>,
): ComplaintDecision {
  if (complaint.state === "concluded") return wrongState(complaint, "referred");
  if (body === "fia_technical_opinion" && !complaint.referrals.some((one) => one.body === "police"))
    return refuse(
      "case_state",
      "FIA gives its technical opinion to the police: refer the complaint to the police first.",
    );
  return event({ kind: "referred", body, province, clock, note });
}

function decideEscalation(complaint: ComplaintRecord, number: number | null, level: ClockLevel): ComplaintDecision {
  const clock =
    number === null ? complaint.clock : complaint.referrals.find((referral) => referral.number === number)?.clock;
  if (clock === undefined) return refuse("not_found", `The complaint has no referral ${number}.`);
  if (clock.stoppedAt !== null) return refuse("case_state", "The clock has stopped.");
  if (clock.told === "breach" || clock.told === level) return refuse("case_state", "That was told already.");
  return event({ kind: "escalated", referral: number, level });
}

/** A complaint is decided by whoever has taken it. Undefined when `actor` has. */
function held(complaint: ComplaintRecord, actor: string, now: number): ComplaintDecision | undefined {
  if (complaint.state !== "under_review") return wrongState(complaint, "decided: it must be taken first");
  const { lock } = complaint;
  const locked = other(lock, actor, now);
  if (locked !== undefined) return locked;
  if (lock === null || now >= lock.until)
    return refuse("case_not_taken", "Take the complaint first: nobody has it, or the time ran out.");
  return undefined;
}

const isBlank = (text: string): boolean => text.trim() === "";
const event = (happened: ComplaintEvent): ComplaintDecision => ({ kind: "event", event: happened });
const refuse = (code: ErrorCode, message: string): ComplaintDecision => ({ kind: "refusal", code, message });
const words = (state: ComplaintState): string => state.replace("_", " ");
const unreasoned = (): ComplaintDecision => refuse("case_incomplete", "A decision needs written reasons.");
function other(lock: Lock | null, actor: string, now: number): ComplaintDecision | undefined {
  const found = lockOfAnother(lock, actor, now);
  return found === undefined ? undefined : refuse("case_locked", `${found.officer} is working on it.`);
}
const wrongState = (complaint: ComplaintRecord, wanted: string): ComplaintDecision =>
  refuse("case_state", `The complaint is ${words(complaint.state)} and cannot be ${wanted}.`);
