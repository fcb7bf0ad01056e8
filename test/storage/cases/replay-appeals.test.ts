import fc from "fast-check";
import { expect, test } from "vitest";
import { HifazatError } from "../../../src/core/errors.ts";
import { submitAppeal } from "../../../src/intake/appeals/submit-appeal.ts";
import { closeAppeal } from "../../../src/review/appeals/close-appeal.ts";
import { confirm } from "../../../src/review/appeals/confirm.ts";
import { propose, returnProposal } from "../../../src/review/appeals/propose.ts";
import { settleAppeals } from "../../../src/review/appeals/settle-appeals.ts";
import { suspend } from "../../../src/review/appeals/suspend.ts";
import { putBackAppeal, takeAppeal } from "../../../src/review/appeals/take-appeal.ts";
import { escalateDue } from "../../../src/review/complaints/escalate.ts";
import { withdraw } from "../../../src/review/withdraw.ts";
import { verifyCases } from "../../../src/storage/cases/verify-cases.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import { act, caseFixture } from "../../fixtures/cases.ts";
import { approved } from "../../fixtures/orders.ts";
import { standingByEntries, standingByEvents } from "../../fixtures/standing.ts";

const URLS = ["a.example", "www.a.example/x", "b.example/page", "nowhere.example", "hidden.invalid"];
type Setup = { readonly ports: ReturnType<typeof setup>; readonly references: string[] };
const setup = () => ({ ...caseFixture(), clearanceSeconds: 1_000 });

const COMMANDS: ((ports: ReturnType<typeof setup>, on: ReturnType<typeof act>) => unknown)[] = [
  takeAppeal,
  takeAppeal,
  putBackAppeal,
  (ports, on) => suspend(ports, on, "wrong name"),
  (ports, on) => propose(ports, on, "upheld", "wrong name"),
  (ports, on) => propose(ports, on, "dismissed", "right name"),
  (ports, on) => returnProposal(ports, on, "not convinced"),
  confirm,
  confirm,
  closeAppeal,
  (ports, on) => settleAppeals(ports, on.now),
  (ports, on) => escalateDue(ports, on.now),
  (ports, on) => {
    const withdrawal = { items: [1], second: "x", reasons: "lapsed", cleared: false };
    return withdraw(ports.db, "o1", withdrawal, "y", on.now, 0);
  },
];

const step = fc.oneof(
  fc.constantFrom(...URLS).map((url) => async ({ ports, references }: Setup) => {
    const { appeal } = await submitAppeal(ports, { url }, { address: "192.0.2.1", proof: "p" });
    references.push(appeal.reference);
  }),
  fc
    .record({
      place: fc.nat(9),
      officer: fc.constantFrom("d.raza", "e.noor", "Officer A"),
      desk: fc.constantFrom("general" as const, "general" as const, "sealed" as const),
      seconds: fc.nat(1_000),
      command: fc.constantFrom(...COMMANDS),
    })
    .map(({ place, officer, desk, seconds, command }) => async ({ ports, references }: Setup) => {
      ports.clock.at += seconds;
      command(ports, act(ports, references[place % references.length] ?? "A-0000-0000", officer, desk));
    }),
);

test("whatever_officers_try_appeals_orders_and_entries_are_what_the_events_lead_to", async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 5, maxLength: 40 }), async (steps) => {
      const ports = setup();
      approved(ports.db, ["a.example", "b.example"]);
      approved(ports.db, ["a.example"], { number: "PTA/2026/2" });
      approved(ports.db, ["hidden.invalid"], { number: "PTA/2026/3", category: "child-abuse", list: "sealed" });
      const references: string[] = [];
      for (const one of steps) {
        try {
          await one({ ports, references });
        } catch (error) {
          if (!(error instanceof HifazatError)) throw error;
        }
      }
      expect(verifyCases(ports.db)).toEqual({ complaints: 0, appeals: references.length, findings: [] });
      expect(standingByEntries(ports.db)).toEqual(standingByEvents(ports.db));
      expect(verifyAudit(ports.db).findings).toEqual([]);
      ports.db.sqlite.close();
    }),
    { numRuns: 60 },
  );
});
