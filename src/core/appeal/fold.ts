import { stopClock } from "../clock/clock.ts";
import type { AppealEvent, AppealRecord } from "./appeal.ts";

export type AppealHappened = { readonly at: number; readonly actor: string; readonly event: AppealEvent };

/** Applies one event. `record` is undefined before the first. Total: the events were checked when they were decided. */
export function applyAppealEvent(
  id: number,
  record: AppealRecord | undefined,
  { at, actor, event }: AppealHappened,
): AppealRecord {
  if (event.kind === "received") {
    const { kind: _, ...received } = event;
    return {
      id,
      state: "received",
      ...received,
      receivedAt: at,
      lock: null,
      suspended: [],
      proposal: null,
      decidedBy: [],
      decidedAt: null,
      outcome: null,
      courtUntil: null,
    };
  }
  if (record === undefined) throw new Error(`appeal ${id}: ${event.kind} before received`);
  switch (event.kind) {
    case "taken":
      return { ...record, state: "under_review", lock: { officer: actor, until: event.until } };
    case "put_back":
      return { ...record, lock: null };
    case "suspended":
      return { ...record, suspended: event.standing };
    case "proposed": {
      const { verdict, reasons } = event;
      return { ...record, state: "proposed", proposal: { by: actor, verdict, reasons }, lock: null };
    }
    case "returned":
      return { ...record, state: "under_review", proposal: null };
    case "decided": {
      const proposer = record.proposal === null ? [] : [record.proposal.by];
      return {
        ...concluded(record, event.verdict, at),
        decidedBy: [...proposer, actor],
        courtUntil: event.courtUntil,
      };
    }
    case "closed":
      return concluded(record, event.outcome, at);
    case "escalated":
      return { ...record, clock: { ...record.clock, told: event.level } };
  }
}

function concluded(record: AppealRecord, outcome: NonNullable<AppealRecord["outcome"]>, at: number): AppealRecord {
  const clock = stopClock(record.clock, at);
  return { ...record, state: "concluded", outcome, decidedAt: at, clock, lock: null, suspended: [] };
}

/** The projection from the beginning; undefined for no events. */
export function foldAppeal(id: number, events: Iterable<AppealHappened>): AppealRecord | undefined {
  let record: AppealRecord | undefined;
  for (const happened of events) record = applyAppealEvent(id, record, happened);
  return record;
}
