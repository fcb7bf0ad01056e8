import fc from "fast-check";
import { describe, expect, test } from "vitest";
import type { AppealEvent, AppealRecord, AppealState } from "../../../src/core/appeal/appeal.ts";
import { type AppealCommand, decideAppeal } from "../../../src/core/appeal/decide.ts";
import { type AppealHappened, applyAppealEvent, foldAppeal } from "../../../src/core/appeal/fold.ts";
import { publicAppealStatus } from "../../../src/core/appeal/public-status.ts";
import { DEFAULT_CLOCKS, startClock } from "../../../src/core/clock/clock.ts";
import { NOW } from "../../fixtures/orders.ts";

// The machine, written down a second time: what each event may lead from and to.
const MACHINE: Record<Exclude<AppealEvent["kind"], "received">, (from: AppealState) => AppealState | "never"> = {
  taken: (from) => (from === "received" || from === "under_review" ? "under_review" : "never"),
  put_back: (from) => (from === "under_review" ? "under_review" : "never"),
  suspended: (from) => (from === "under_review" ? "under_review" : "never"),
  proposed: (from) => (from === "under_review" ? "proposed" : "never"),
  returned: (from) => (from === "proposed" ? "under_review" : "never"),
  decided: (from) => (from === "proposed" ? "concluded" : "never"),
  closed: (from) => (from === "concluded" ? "never" : "concluded"),
  escalated: (from) => from,
};

const received = (list: AppealRecord["list"]): AppealHappened => ({
  at: NOW,
  actor: "anonymous",
  event: {
    kind: "received",
    reference: "A-0000-0001",
    capacity: "user",
    language: "en",
    appellant: { kind: "anonymous" },
    address: { sealed: "x", prints: null, code: null },
    statement: null,
    list,
    entry: 1,
    clock: startClock("review", NOW, DEFAULT_CLOCKS),
  },
});

const PARTY = "a.khan";
const reasons = fc.constantFrom("sealed reasons", "");
const parties = fc.constant([PARTY]);
const verdict = fc.constantFrom("upheld" as const, "dismissed" as const);
const command: fc.Arbitrary<AppealCommand> = fc.oneof(
  fc.record({ kind: fc.constant("take" as const), until: fc.integer({ min: NOW - 100, max: NOW + 20_000 }) }),
  fc.record({ kind: fc.constant("put_back" as const) }),
  fc.record({
    kind: fc.constant("suspend" as const),
    standing: fc.constantFrom([], [{ order: 1, item: 2 }]),
    reasons,
  }),
  fc.record({ kind: fc.constant("propose" as const), verdict, reasons, parties }),
  fc.record({ kind: fc.constant("return" as const), reasons, parties }),
  fc.record({ kind: fc.constant("confirm" as const), parties, courtUntil: fc.constant(NOW + 9) }),
  fc.record({ kind: fc.constant("close" as const), outcome: fc.constantFrom("withdrawn", "no_longer_blocked") }),
  fc.record({ kind: fc.constant("escalate" as const), level: fc.constantFrom("warning", "breach") }),
);
const step = fc.record({ command, actor: fc.constantFrom(PARTY, "b.ali", "c.shah", "d.raza"), seconds: fc.nat(500) });

function run(list: AppealRecord["list"], steps: { command: AppealCommand; actor: string; seconds: number }[]) {
  let record = applyAppealEvent(1, undefined, received(list));
  const events = [received(list)];
  const states = [record];
  let at = NOW;
  for (const { command, actor, seconds } of steps) {
    at += seconds;
    const decision = decideAppeal(record, command, actor, at);
    expect(decideAppeal(record, command, actor, at)).toEqual(decision);
    if (decision.kind === "refusal") continue;
    const { event } = decision;
    if (event.kind === "received") throw new Error("received twice");
    const happened = { at, actor, event };
    const next = applyAppealEvent(1, record, happened);
    expect(next.state).toBe(MACHINE[event.kind](record.state));
    record = next;
    events.push(happened);
    states.push(record);
  }
  return { record, events, states };
}

test("no_sequence_of_commands_leaves_the_machine_and_the_events_alone_give_the_projection", () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 40 }), (steps) => {
      const { record, events } = run("general", steps);
      for (const { event } of events) reached.add(event.kind);
      expect(foldAppeal(1, events)).toEqual(record);
      expect(record.outcome !== null).toBe(record.state === "concluded");
      expect(record.clock.stoppedAt !== null).toBe(record.state === "concluded");
      if (record.suspended.length > 0) expect(record.state).not.toBe("concluded");
      const isDecided = record.outcome === "upheld" || record.outcome === "dismissed";
      expect(record.decidedBy).toHaveLength(isDecided ? 2 : 0);
      expect(new Set(record.decidedBy).size).toBe(record.decidedBy.length);
      expect(record.decidedBy).not.toContain(PARTY);
    }),
    // A fixed seed: whether the rarest command comes up must not be a matter of luck.
    { numRuns: 3_000, seed: 4 },
  );
  expect([...reached].sort()).toEqual(["received", ...Object.keys(MACHINE)].sort());
});

describe("from_outside_a_sealed_address_looks_like_one_on_no_list", () => {
  test("whatever_is_done_inside_the_status_follows_from_the_time_alone", () => {
    fc.assert(
      fc.property(fc.array(step, { maxLength: 30 }), fc.nat(40 * 86_400), (steps, later) => {
        const unlisted = applyAppealEvent(1, applyAppealEvent(1, undefined, received(null)), {
          at: NOW,
          actor: "system",
          event: { kind: "closed", outcome: "not_listed" },
        });
        for (const state of run("sealed", steps).states)
          expect(publicAppealStatus(state, NOW + later)).toBe(publicAppealStatus(unlisted, NOW + later));
      }),
      { numRuns: 300 },
    );
  });
});
