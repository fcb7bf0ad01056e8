import type { ClockLevel } from "../clock/clock.ts";
import type { Lock } from "../complaint/complaint.ts";
import { lockOfAnother } from "../complaint/decide.ts";
import type { ErrorCode } from "../errors.ts";
import { samePerson } from "../order/decision.ts";
import type { AppealEvent, AppealOutcome, AppealRecord, AppealState, Standing, Verdict } from "./appeal.ts";

/** `parties`: everyone who had a part in the block (parties.ts). Free text comes encrypted, "" for a blank one. */
export type AppealCommand =
  | { readonly kind: "take"; readonly until: number }
  | { readonly kind: "put_back" }
  | { readonly kind: "suspend"; readonly standing: readonly Standing[]; readonly reasons: string }
  | {
      readonly kind: "propose";
      readonly verdict: Verdict;
      readonly reasons: string;
      readonly parties: readonly string[];
    }
  | { readonly kind: "return"; readonly reasons: string; readonly parties: readonly string[] }
  | { readonly kind: "confirm"; readonly parties: readonly string[]; readonly courtUntil: number }
  | { readonly kind: "close"; readonly outcome: Exclude<AppealOutcome, Verdict> }
  | { readonly kind: "escalate"; readonly level: ClockLevel };

export type AppealDecision =
  | { readonly kind: "event"; readonly event: AppealEvent }
  | { readonly kind: "refusal"; readonly code: ErrorCode; readonly message: string };

/**
 * Whether `actor` may give this command now. Two officers decide an appeal, as two decided the block, and neither of them
 * had a part in the block (DESIGN 5). Pure; `now` in seconds since the epoch.
 */
export function decideAppeal(appeal: AppealRecord, command: AppealCommand, actor: string, now: number): AppealDecision {
  if (isBlank(actor)) return refuse("bad_request", "An officer must be named.");
  switch (command.kind) {
    case "take":
      if (appeal.state !== "received" && appeal.state !== "under_review") return wrongState(appeal, "taken");
      if (command.until <= now) return refuse("bad_request", "The lock must end later than now.");
      return other(appeal.lock, actor, now) ?? event({ kind: "taken", until: command.until });
    case "put_back":
      return held(appeal, actor, now) ?? event({ kind: "put_back" });
    case "suspend": {
      const refusal = held(appeal, actor, now);
      if (refusal !== undefined) return refusal;
      if (appeal.suspended.length > 0) return refuse("case_state", "The entry is suspended already.");
      if (command.standing.length === 0) return refuse("case_state", "No entry is in force that could be suspended.");
      if (isBlank(command.reasons)) return unreasoned();
      return event({ kind: "suspended", standing: command.standing, reasons: command.reasons });
    }
    case "propose": {
      const refusal = held(appeal, actor, now) ?? independent(actor, command.parties);
      if (refusal !== undefined) return refusal;
      if (isBlank(command.reasons)) return unreasoned();
      return event({ kind: "proposed", verdict: command.verdict, reasons: command.reasons });
    }
    case "return":
      if (appeal.state !== "proposed") return wrongState(appeal, "returned");
      if (isBlank(command.reasons)) return unreasoned();
      return independent(actor, command.parties) ?? event({ kind: "returned", reasons: command.reasons });
    case "confirm": {
      const { state, proposal } = appeal;
      if (state !== "proposed" || proposal === null) return wrongState(appeal, "confirmed");
      if (samePerson(proposal.by, actor)) return refuse("same_officer", "Two different officers must decide.");
      const { verdict } = proposal;
      const { courtUntil } = command;
      return independent(actor, command.parties) ?? event({ kind: "decided", verdict, courtUntil });
    }
    case "close":
      if (appeal.state === "concluded") return wrongState(appeal, "closed");
      if (appeal.suspended.length > 0)
        return refuse("case_state", "The entry is suspended for this appeal: decide the appeal.");
      return event({ kind: "closed", outcome: command.outcome });
    case "escalate":
      if (appeal.clock.stoppedAt !== null) return refuse("case_state", "The clock has stopped.");
      if (appeal.clock.told === "breach" || appeal.clock.told === command.level)
        return refuse("case_state", "That was told already.");
      return event({ kind: "escalated", level: command.level });
  }
}

/** Undefined when `actor` had no part in the block. */
function independent(actor: string, parties: readonly string[]): AppealDecision | undefined {
  if (!parties.some((party) => samePerson(party, actor))) return undefined;
  return refuse("officer_not_independent", "Whoever had a part in the block cannot decide the appeal against it.");
}

function held(appeal: AppealRecord, actor: string, now: number): AppealDecision | undefined {
  if (appeal.state !== "under_review") return wrongState(appeal, "worked on: it must be taken first");
  const { lock } = appeal;
  const locked = other(lock, actor, now);
  if (locked !== undefined) return locked;
  if (lock === null || now >= lock.until)
    return refuse("case_not_taken", "Take the appeal first: nobody has it, or the time ran out.");
  return undefined;
}

const isBlank = (text: string): boolean => text.trim() === "";
const event = (happened: AppealEvent): AppealDecision => ({ kind: "event", event: happened });
const refuse = (code: ErrorCode, message: string): AppealDecision => ({ kind: "refusal", code, message });
const words = (state: AppealState): string => state.replace("_", " ");
const unreasoned = (): AppealDecision => refuse("case_incomplete", "A decision needs written reasons.");
function other(lock: Lock | null, actor: string, now: number): AppealDecision | undefined {
  const found = lockOfAnother(lock, actor, now);
  return found === undefined ? undefined : refuse("case_locked", `${found.officer} is working on it.`);
}
const wrongState = (appeal: AppealRecord, wanted: string): AppealDecision =>
  refuse("case_state", `The appeal is ${words(appeal.state)} and cannot be ${wanted}.`);
