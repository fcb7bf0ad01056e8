import fc from "fast-check";
import { expect, test } from "vitest";
import { HifazatError } from "../../../src/core/errors.ts";
import { answer } from "../../../src/review/complaints/answer.ts";
import { close } from "../../../src/review/complaints/close.ts";
import { convert } from "../../../src/review/complaints/convert.ts";
import { join } from "../../../src/review/complaints/join.ts";
import { putBack } from "../../../src/review/complaints/put-back.ts";
import { refer, updateReferral } from "../../../src/review/complaints/refer.ts";
import { separate } from "../../../src/review/complaints/separate.ts";
import { take } from "../../../src/review/complaints/take.ts";
import { triage } from "../../../src/review/complaints/triage.ts";
import { verifyCases } from "../../../src/storage/cases/verify-cases.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import { act, type CaseFixture, caseFixture, complain } from "../../fixtures/cases.ts";

const ADDRESSES = ["a.example", "b.example", "a.example/x", "no address"];
type Step = (ports: CaseFixture, references: string[]) => unknown;

const officer = fc.constantFrom("b.ali", "c.shah");
const desk = fc.constantFrom("general" as const, "general" as const, "sealed" as const);
const which = fc.record({ place: fc.nat(9), other: fc.nat(9), officer, desk, seconds: fc.nat(1_000) });
const category = fc.constantFrom("decency", "child-abuse");

const commands: ((on: ReturnType<typeof act>, other: string) => (ports: CaseFixture) => unknown)[] = [
  (on) => (ports) => take(ports, on),
  (on) => (ports) => take(ports, on),
  (on) => (ports) => putBack(ports, on),
  (on, other) => (ports) => join(ports, on, other),
  (on) => (ports) => separate(ports, on, "another matter"),
  (on) => (ports) => answer(ports, on, "not_unlawful", "no ground"),
  (on) => (ports) => close(ports, on, "spam"),
  (on) => (ports) => refer(ports, on, { body: "police", province: null, note: "n" }),
  (on) => (ports) => updateReferral(ports, on, { number: 1, status: "answered", note: "" }),
  (on) => (ports) =>
    triage(ports, on, { category: "child-abuse", urgency: "normal", priority: "high", reasons: "a child" }),
  (on) => (ports) =>
    triage(ports, on, { category: "decency", urgency: "emergency", priority: "normal", reasons: "no child" }),
  (on) => (ports) => {
    const { desk, reference, officer, now } = on;
    const terms = { authority: "PTA", number: `PTA/${now}`, ground: "decency" };
    return convert(ports, { desk, references: [reference], terms, officer, now });
  },
];

const step: fc.Arbitrary<Step> = fc.oneof(
  fc.record({ addresses: fc.uniqueArray(fc.constantFrom(...ADDRESSES), { minLength: 1, maxLength: 3 }), category }).map(
    ({ addresses, category }): Step =>
      async (ports, references) => {
        references.push((await complain(ports, addresses, { category })).complaint.reference);
      },
  ),
  fc.record({ which, command: fc.constantFrom(...commands) }).map(
    ({ which: { place, other, officer, desk, seconds }, command }): Step =>
      (ports, references) => {
        ports.clock.at += seconds;
        const reference = references[place % references.length] ?? "C-0000-0000";
        const second = references[other % references.length] ?? "C-0000-0000";
        return command(act(ports, reference, officer, desk), second)(ports);
      },
  ),
);

test("whatever_officers_try_the_projections_are_what_the_events_lead_to", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 30 }), async (steps) => {
      const ports = caseFixture();
      const references: string[] = [];
      for (const one of steps) {
        try {
          await one(ports, references);
        } catch (error) {
          if (!(error instanceof HifazatError)) throw error;
          expect(error.code).not.toBe("internal");
        }
      }
      expect(verifyCases(ports.db)).toEqual({ complaints: references.length, appeals: 0, findings: [] });
      expect(verifyAudit(ports.db).findings).toEqual([]);
      ports.db.sqlite.close();
    }),
    { numRuns: 60 },
  );
});

test("a_changed_projection_is_found", async () => {
  const changes = [
    "UPDATE complaints SET state = 'concluded'",
    "UPDATE complaints SET list = 1",
    "UPDATE complaints SET record = replace(record, 'decency', 'proxy')",
    "UPDATE complaints SET tell_at = NULL",
    "UPDATE complaint_prints SET target = 'x'",
    "DELETE FROM complaint_prints",
    "DELETE FROM complaints",
    "DELETE FROM correspondents",
  ];
  for (const sql of changes) {
    const ports = caseFixture();
    await complain(ports, ["a.example"]);
    ports.db.sqlite.pragma("foreign_keys = OFF");
    expect(ports.db.sqlite.prepare(sql).run().changes).toBe(1);
    expect(verifyCases(ports.db).findings, sql).toHaveLength(1);
  }
});
