import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import fc from "fast-check";
import { afterAll, expect, test } from "vitest";
import { HifazatError } from "../../src/core/errors.ts";
import { foldOrder } from "../../src/core/order/fold.ts";
import type { HeldDecision, OrderRecord, OrderState } from "../../src/core/order/order.ts";
import { DAY } from "../../src/core/order/period.ts";
import { addFile } from "../../src/intake/add-file.ts";
import { removeItems } from "../../src/intake/remove-items.ts";
import { expireOrders } from "../../src/review/expire-orders.ts";
import { type ReviewCommand, review } from "../../src/review/order-commands.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import type { Db } from "../../src/storage/database.ts";
import { transaction } from "../../src/storage/database.ts";
import { eventWatermark } from "../../src/storage/log.ts";
import { createOrderOf, findOrder, markInForce, orderEvents } from "../../src/storage/orders.ts";
import { activeEntries } from "../../src/storage/published-entries.ts";
import { verifyAudit } from "../../src/storage/verify-audit.ts";
import { memoryDatabase, NOW, targetsAsItems, terms } from "../fixtures/orders.ts";
import { standingByEntries, standingByEvents } from "../fixtures/standing.ts";

// The machine, written down a second time: from which state each kind of event leads where.
const EDIT: readonly OrderState[] = ["draft", "submitted"];
const STANDING: readonly OrderState[] = ["approved", "in_force"];
const MOVES: Record<string, readonly [from: readonly OrderState[], to: OrderState | "same"]> = {
  items_added: [EDIT, "draft"],
  items_removed: [EDIT, "draft"],
  revised: [EDIT, "draft"],
  submitted: [["draft"], "submitted"],
  held_decided: [["submitted", ...STANDING], "same"],
  approved: [EDIT, "approved"],
  emergency_confirmed: [STANDING, "same"],
  rejected: [["submitted"], "rejected"],
  in_force: [["approved"], "in_force"],
  proposed: [STANDING, "same"],
  proposal_dropped: [STANDING, "same"],
  extended: [STANDING, "same"],
  expired: [STANDING, "expired"],
};

const PEOPLE = ["clerk", "Ayesha", "Bilal", "Sana", "Tariq"];
const person = fc.constantFrom(...PEOPLE);
const reasons = fc.constantFrom("as ordered", "as ordered", "as ordered", " ");
const item = fc.integer({ min: 1, max: 7 });
const held: fc.Arbitrary<HeldDecision> = fc.oneof(
  fc.constant({ kind: "none" as const }),
  fc.constant({ kind: "all" as const }),
  fc.array(item, { maxLength: 3 }).map((items) => ({ kind: "some" as const, items })),
);
const items = fc.option(fc.uniqueArray(item, { maxLength: 3 }));
const days = fc.integer({ min: -5, max: 900 });

/** `digest` is filled in when the command is given: the right one, mostly. */
type Step =
  | { readonly do: "review"; readonly actor: string; readonly stale: boolean; readonly command: ReviewCommand }
  | { readonly do: "add"; readonly actor: string; readonly lines: readonly string[] }
  | { readonly do: "remove"; readonly actor: string; readonly items: readonly number[] }
  | {
      readonly do: "withdraw";
      readonly actor: string;
      readonly second: string;
      readonly items: readonly number[] | null;
    }
  | { readonly do: "publish" }
  | { readonly do: "wait"; readonly days: number };

const digest = "";
const command: fc.Arbitrary<ReviewCommand> = fc.oneof(
  { weight: 4, arbitrary: fc.constant({ kind: "submit" as const }) },
  {
    weight: 4,
    arbitrary: reasons.map((text) => ({ kind: "approve" as const, approval: { digest, reasons: text } })),
  },
  fc.record({ senior: fc.option(person), which: held, text: reasons }).map(({ senior, which, text }) => ({
    kind: "approve" as const,
    approval: { digest, reasons: text, senior, held: which },
  })),
  reasons.map((text) => ({ kind: "approve_emergency" as const, digest, reasons: text })),
  reasons.map((text) => ({ kind: "confirm_emergency" as const, digest, reasons: text })),
  {
    weight: 3,
    arbitrary: fc
      .record({ accept: held, reject: held, reasons })
      .map((given) => ({ kind: "decide_held" as const, review: { digest, ...given } })),
  },
  reasons.map((text) => ({ kind: "reject" as const, reasons: text })),
  fc.record({ items, cleared: fc.boolean(), reasons }).map((given) => ({
    kind: "propose" as const,
    proposal: { kind: "withdraw" as const, ...given },
  })),
  fc.record({ review: days, end: days, reasons }).map((given) => ({
    kind: "propose" as const,
    proposal: {
      kind: "extend" as const,
      reviewAt: NOW + given.review * DAY,
      expiresAt: NOW + given.end * DAY,
      reasons: given.reasons,
    },
  })),
  fc.constantFrom("withdraw" as const, "extend" as const).map((what) => ({
    kind: "confirm" as const,
    what,
    clearanceSeconds: 90 * DAY,
  })),
  reasons.map((text) => ({ kind: "drop_proposal" as const, reasons: text })),
  fc.constantFrom("normal" as const, "emergency" as const).map((urgency) => ({
    kind: "revise" as const,
    terms: terms({ urgency }),
  })),
);
const names = fc.constantFrom("a.example", "b.example", "https://c.example/x", ".com", "bloomberg.com", "youtube.com");
const step: fc.Arbitrary<Step> = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.record({
      do: fc.constant("review" as const),
      actor: person,
      stale: fc.integer({ min: 0, max: 9 }).map((number) => number === 0),
      command,
    }),
  },
  fc.record({ do: fc.constant("add" as const), actor: person, lines: fc.array(names, { minLength: 1, maxLength: 3 }) }),
  fc.record({ do: fc.constant("remove" as const), actor: person, items: fc.array(item, { maxLength: 2 }) }),
  fc.record({ do: fc.constant("withdraw" as const), actor: person, second: person, items }),
  fc.constant({ do: "publish" as const }),
  fc.record({ do: fc.constant("wait" as const), days: fc.integer({ min: 1, max: 200 }) }),
);

function withDigest(given: ReviewCommand, value: string): ReviewCommand {
  switch (given.kind) {
    case "approve":
      return { ...given, approval: { ...given.approval, digest: value } };
    case "decide_held":
      return { ...given, review: { ...given.review, digest: value } };
    case "approve_emergency":
    case "confirm_emergency":
      return { ...given, digest: value };
    default:
      return given;
  }
}

const HELD_NAMES = ["bloomberg.com", "youtube.com"];
const guard = (target: { value: string }) =>
  HELD_NAMES.includes(target.value) ? ({ kind: "hold", reasons: ["popular"] } as const) : ({ kind: "pass" } as const);

async function take(db: Db, given: Step, clock: { now: number }): Promise<void> {
  const { now } = clock;
  switch (given.do) {
    case "review": {
      const current = given.stale ? "0".repeat(64) : findOrder(db, "o1").digest;
      review(db, { order: "o1", command: withDigest(given.command, current), actor: given.actor, now });
      return;
    }
    case "add": {
      const path = uploadOf(given.lines);
      await addFile(db, { order: "o1", path, author: given.actor }, { guard, now: () => now });
      return;
    }
    case "remove":
      removeItems(db, "o1", { kind: "items", items: given.items }, given.actor, now);
      return;
    case "withdraw":
      withdraw(db, "o1", { ...given, reasons: "wrong", cleared: false }, given.actor, now, 90 * DAY);
      return;
    case "publish":
      transaction(db, () => markInForce(db, eventWatermark(db), 1, now));
      return;
    case "wait":
      clock.now += given.days * DAY;
      expireOrders(db, clock.now);
  }
}

const folder = mkdtempSync(join(tmpdir(), "hifazat-machine-"));
afterAll(() => rmSync(folder, { recursive: true, force: true }));
function uploadOf(lines: readonly string[]): string {
  const path = join(folder, "upload.txt");
  writeFileSync(path, lines.map((line) => `${line}\n`).join(""));
  return path;
}

/** Where a sequence begins, because by chance alone few come far. */
const STARTS = ["draft", "submitted", "approved", "extending", "emergency"] as const;
function opening(start: (typeof STARTS)[number]): Step[] {
  const by = (actor: string, given: ReviewCommand): Step => ({ do: "review", actor, stale: false, command: given });
  const submitted = by("Ayesha", { kind: "submit" });
  switch (start) {
    case "draft":
      return [];
    case "submitted":
      return [submitted];
    case "approved":
      return [submitted, by("Bilal", { kind: "approve", approval: { digest, reasons: "as ordered" } })];
    case "extending": {
      const dates = { reviewAt: NOW + 400 * DAY, expiresAt: NOW + 500 * DAY };
      const proposal = { kind: "extend", ...dates, reasons: "still there" } as const;
      return [...opening("approved"), by("Tariq", { kind: "propose", proposal })];
    }
    case "emergency":
      return [by("Sana", { kind: "approve_emergency", digest, reasons: "at once" })];
  }
}

/** Every event goes where the machine lets it, and the persons of an approval are whom the rules ask for. */
function checkHistory(db: Db): OrderRecord {
  const events = orderEvents(db, 1);
  let before = foldOrder(1, events.slice(0, 1));
  for (const [index, happened] of events.entries()) {
    if (index === 0 || before === undefined) continue;
    const after = foldOrder(1, events.slice(0, index + 1));
    const { event, actor, at } = happened;
    const whole = event.kind === "withdrawn" && event.items === null;
    const move = event.kind === "withdrawn" ? ([STANDING, whole ? "withdrawn" : "same"] as const) : MOVES[event.kind];
    expect(move?.[0]).toContain(before.state);
    expect(after?.state).toBe(move?.[1] === "same" ? before.state : move?.[1]);
    if (event.kind === "approved") {
      expect(before.authors).not.toContain(actor);
      expect(event.digest).toBe(before.digest);
      if (event.emergencyUntil === null) expect(before.submittedBy).not.toBe(actor);
      else expect(before.terms.urgency).toBe("emergency");
    }
    if (event.kind === "withdrawn" || event.kind === "extended") expect(event.second).not.toBe(actor);
    if (event.kind === "expired") expect(at).toBeGreaterThanOrEqual(before.term?.expiresAt ?? Number.POSITIVE_INFINITY);
    before = after;
  }
  const record = findOrder(db, "o1");
  expect(record).toEqual(before);
  return record;
}

test("whatever_people_try_an_order_is_where_its_events_lead_and_so_is_the_list", async () => {
  const reached = new Set<string>();
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 30 }), fc.constantFrom(...STARTS), async (steps, start) => {
      const db = memoryDatabase();
      const clock = { now: NOW };
      const source = { name: "test", sha256: "0".repeat(64), format: "plain", charset: "utf-8", bytes: 1 };
      const content = {
        terms: terms({ urgency: start === "emergency" ? "emergency" : "normal" }),
        organisation: null,
        source,
      };
      const first = targetsAsItems(["x.example", "held:y.example", "held:z.example"]);
      transaction(db, () => createOrderOf(db, content, first, "clerk", NOW));
      for (const given of [...opening(start), ...steps]) {
        const before = JSON.stringify([findOrder(db, "o1"), eventWatermark(db)]);
        try {
          await take(db, given, clock);
        } catch (error) {
          // A refusal, never a failure, and nothing is written.
          expect(error).toBeInstanceOf(HifazatError);
          expect(JSON.stringify([findOrder(db, "o1"), eventWatermark(db)])).toBe(before);
        }
      }
      const record = checkHistory(db);
      reached.add(record.state);
      for (const { event } of orderEvents(db, 1)) reached.add(event.kind);
      const active = [...activeEntries(db, "general", eventWatermark(db)).entries];
      if (!STANDING.includes(record.state)) expect(active).toEqual([]);
      expect(standingByEntries(db)).toEqual(standingByEvents(db));
      expect(verifyAudit(db).findings).toEqual([]);
      db.sqlite.close();
    }),
    { numRuns: 400, seed: 4 },
  );
  // The sequences must have been everywhere, or the test says nothing.
  for (const kind of [...Object.keys(MOVES), "withdrawn"]) expect(reached).toContain(kind);
});
