import fc from "fast-check";
import { expect, test } from "vitest";
import { DEFAULT_CLOCKS, startClock } from "../../../src/core/clock/clock.ts";
import { ANSWER_TEMPLATES } from "../../../src/core/complaint/answer.ts";
import type { ComplaintEvent, ComplaintRecord, ComplaintState } from "../../../src/core/complaint/complaint.ts";
import { type ComplaintCommand, decideComplaint } from "../../../src/core/complaint/decide.ts";
import { applyComplaintEvent, type ComplaintHappened, foldComplaint } from "../../../src/core/complaint/fold.ts";
import { isFinal, PROVINCES, REFERRAL_BODIES, REFERRAL_STATUSES } from "../../../src/core/referral/referral.ts";
import { NOW } from "../../fixtures/orders.ts";

// The machine, written down a second time: what each event may lead from and to.
const MACHINE: Record<
  Exclude<ComplaintEvent["kind"], "received">,
  (from: ComplaintState) => ComplaintState | "never"
> = {
  joined: (from) => (from === "received" || from === "under_review" ? "joined" : "never"),
  separated: (from) => (from === "joined" ? "received" : "never"),
  taken: (from) => (from === "received" || from === "under_review" ? "under_review" : "never"),
  put_back: (from) => (from === "under_review" ? "under_review" : "never"),
  triaged: (from) => from,
  referred: (from) => (from === "concluded" ? "never" : from),
  referral_updated: (from) => from,
  converted: (from) => (from === "under_review" ? "ordered" : "never"),
  answered: (from) => (from === "under_review" ? "concluded" : "never"),
  settled: (from) => (from === "ordered" || from === "joined" ? "concluded" : "never"),
  closed: (from) => (from === "under_review" ? "concluded" : "never"),
  escalated: (from) => from,
};

const received: ComplaintHappened = {
  at: NOW,
  actor: "anonymous",
  event: {
    kind: "received",
    reference: "C-0000-0001",
    channel: "form",
    queue: "normal",
    category: "decency",
    list: "general",
    urgency: "normal",
    priority: "normal",
    province: null,
    language: "en",
    complainant: { kind: "anonymous" },
    addresses: [{ sealed: "x", prints: { target: "t", host: "h", parent: "p" }, code: null }],
    statement: null,
    clock: startClock("normal", NOW, DEFAULT_CLOCKS),
  },
};

const reasons = fc.constantFrom("sealed reasons", "");
const note = fc.constantFrom(null, "sealed note");
const state = fc.constantFrom<ComplaintState>("received", "under_review", "joined", "ordered", "concluded");
const list = fc.constantFrom("general" as const, "sealed" as const);
const primary = fc.record({ id: fc.integer({ min: 1, max: 3 }), list, state });
const triage = {
  category: fc.constantFrom("decency" as const, "child-abuse" as const),
  list,
  urgency: fc.constantFrom("normal" as const, "emergency" as const),
  priority: fc.constantFrom("normal" as const, "high" as const),
  clock: fc.constant(startClock("child_abuse", NOW, DEFAULT_CLOCKS)),
};
const level = fc.constantFrom("warning" as const, "breach" as const);
const outcome = fc.constantFrom("blocked" as const, "not_blocked" as const, "passed_on" as const, "dropped" as const);

const command: fc.Arbitrary<ComplaintCommand> = fc.oneof(
  fc.record({ kind: fc.constant("take" as const), until: fc.integer({ min: NOW - 100, max: NOW + 5_000 }) }),
  fc.record({ kind: fc.constant("put_back" as const) }),
  fc.record({ kind: fc.constant("join" as const), primary, joiners: fc.nat(1) }),
  fc.record({ kind: fc.constant("join_on_receipt" as const), primary }),
  fc.record({ kind: fc.constant("separate" as const), reasons }),
  fc.record({ kind: fc.constant("triage" as const), ...triage, reasons }),
  fc.record({ kind: fc.constant("follow_triage" as const), ...triage }),
  fc.record({
    kind: fc.constant("refer" as const),
    body: fc.constantFrom(...REFERRAL_BODIES),
    province: fc.constantFrom(null, ...PROVINCES),
    clock: fc.constant(startClock("referral", NOW, DEFAULT_CLOCKS)),
    note,
  }),
  fc.record({
    kind: fc.constant("update_referral" as const),
    number: fc.integer({ min: 0, max: 3 }),
    status: fc.constantFrom(...REFERRAL_STATUSES),
    note,
  }),
  fc.record({ kind: fc.constant("convert" as const), order: fc.nat(9), items: fc.constantFrom([], [1], [1, 2]) }),
  fc.record({ kind: fc.constant("answer" as const), template: fc.constantFrom(...ANSWER_TEMPLATES), reasons }),
  fc.record({ kind: fc.constant("settle" as const), outcome, template: fc.constant(null) }),
  fc.record({ kind: fc.constant("close" as const), reasons }),
  fc.record({ kind: fc.constant("escalate" as const), referral: fc.constantFrom(null, 1, 2), level }),
);
const step = fc.record({ command, actor: fc.constantFrom("a.khan", "b.ali", ""), seconds: fc.nat(1_500) });

test("no_sequence_of_commands_leaves_the_machine_and_the_events_alone_give_the_projection", () => {
  const reached = new Set<string>();
  fc.assert(
    fc.property(fc.array(step, { minLength: 1, maxLength: 25 }), (steps) => {
      let record: ComplaintRecord = applyComplaintEvent(1, undefined, received);
      const events = [received];
      let at = NOW;
      for (const { command, actor, seconds } of steps) {
        at += seconds;
        const decision = decideComplaint(record, command, actor, at);
        expect(decideComplaint(record, command, actor, at)).toEqual(decision);
        if (decision.kind === "refusal") continue;
        const { event } = decision;
        if (event.kind === "received") throw new Error("received twice");
        const happened = { at, actor, event };
        const next = applyComplaintEvent(1, record, happened);
        expect(next.state).toBe(MACHINE[event.kind](record.state));
        reached.add(event.kind).add(next.state);
        record = next;
        events.push(happened);
        checkInvariants(record);
      }
      expect(foldComplaint(1, events)).toEqual(record);
    }),
    // A fixed seed: whether the rarest command comes up must not be a matter of luck.
    { numRuns: 4_000, seed: 4 },
  );
  // The random commands really get everywhere.
  expect([...reached].sort()).toEqual(
    [...Object.keys(MACHINE), "received", "under_review", "ordered", "concluded"].sort(),
  );
});

function checkInvariants(record: ComplaintRecord): void {
  expect(record.joinedTo !== null && record.state !== "concluded").toBe(record.state === "joined");
  expect(record.outcome !== null).toBe(record.state === "concluded");
  expect(record.clock.stoppedAt !== null).toBe(record.state === "concluded");
  if (record.state === "ordered") expect(record.order).not.toBeNull();
  if (record.lock !== null) expect(record.state).toBe("under_review");
  for (const referral of record.referrals) expect(referral.clock.stoppedAt !== null).toBe(isFinal(referral.status));
}

test("no_events_give_no_complaint_and_nothing_comes_before_received", () => {
  expect(foldComplaint(1, [])).toBeUndefined();
  expect(() => foldComplaint(1, [{ at: NOW, actor: "a.khan", event: { kind: "put_back" } }])).toThrow();
});
