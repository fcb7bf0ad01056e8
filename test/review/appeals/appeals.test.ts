import { describe, expect, test } from "vitest";
import { followAppeal } from "../../../src/intake/appeals/follow-appeal.ts";
import { submitAppeal } from "../../../src/intake/appeals/submit-appeal.ts";
import { confirm } from "../../../src/review/appeals/confirm.ts";
import { propose, returnProposal } from "../../../src/review/appeals/propose.ts";
import { settleAppeals } from "../../../src/review/appeals/settle-appeals.ts";
import { suspend } from "../../../src/review/appeals/suspend.ts";
import { takeAppeal } from "../../../src/review/appeals/take-appeal.ts";
import { viewAppeal } from "../../../src/review/appeals/view-appeal.ts";
import { approve } from "../../../src/review/approve.ts";
import { convert } from "../../../src/review/complaints/convert.ts";
import { take } from "../../../src/review/complaints/take.ts";
import { expireOrders } from "../../../src/review/expire-orders.ts";
import { submit } from "../../../src/review/submit.ts";
import { withdraw } from "../../../src/review/withdraw.ts";
import { dueNotices } from "../../../src/storage/cases/notices.ts";
import { verifyCases } from "../../../src/storage/cases/verify-cases.ts";
import { clearances } from "../../../src/storage/entries.ts";
import { eventWatermark } from "../../../src/storage/log.ts";
import { activeEntries, touchedBetween } from "../../../src/storage/published-entries.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import { act, caseFixture, complain } from "../../fixtures/cases.ts";
import { approved, released } from "../../fixtures/orders.ts";

const DAY = 86_400;
const code = (code: string) => expect.objectContaining({ code });

function fixture() {
  const ports = { ...caseFixture(), clearanceSeconds: 90 * DAY };
  const from = { address: "192.0.2.1", proof: "proof" };
  return {
    ports,
    appeal: (url: string, email?: string) =>
      submitAppeal(ports, { url, ...(email === undefined ? {} : { contact: { email } }) }, from),
    list: (list: "general" | "sealed" = "general") =>
      [...activeEntries(ports.db, list, eventWatermark(ports.db)).entries].map(({ value }) => value),
    status: async (reference: string, followUpCode: string) =>
      (await followAppeal(ports, reference, followUpCode, "192.0.2.1")).status,
    as: (officer: string, reference: string, desk: "general" | "sealed" = "general") =>
      act(ports, reference, officer, desk),
  };
}

/** Taken and proposed by d.raza, confirmed by e.noor. */
function decide(
  { ports, as }: ReturnType<typeof fixture>,
  reference: string,
  verdict: "upheld" | "dismissed",
  desk: "general" | "sealed" = "general",
) {
  takeAppeal(ports, as("d.raza", reference, desk));
  propose(ports, as("d.raza", reference, desk), verdict, "looked at again");
  return confirm(ports, as("e.noor", reference, desk));
}

describe("an_officer_with_no_part_in_the_case_decides", () => {
  test("nobody_of_the_order_may_propose_or_confirm", async () => {
    const setup = fixture();
    const { ports, appeal, as } = setup;
    approved(ports.db, ["a.example"]);
    const { reference } = (await appeal("a.example/page")).appeal;
    for (const party of ["clerk", "Officer A", "officer  b"]) {
      takeAppeal(ports, as(party, reference));
      expect(() => propose(ports, as(party, reference), "dismissed", "it stands")).toThrow(
        code("officer_not_independent"),
      );
      ports.clock.at += 1_800;
    }
    takeAppeal(ports, as("d.raza", reference));
    propose(ports, as("d.raza", reference), "upheld", "wrong name");
    expect(() => confirm(ports, as("Officer A", reference))).toThrow(code("officer_not_independent"));
    expect(() => returnProposal(ports, as("Clerk", reference), "no")).toThrow(code("officer_not_independent"));
  });

  test("nor_whoever_worked_on_the_complaint_behind_the_order", async () => {
    const setup = fixture();
    const { ports, appeal, as } = setup;
    const { complaint } = await complain(ports, ["a.example"]);
    take(ports, act(ports, complaint.reference, "f.taken"));
    ports.clock.at += 1_800;
    take(ports, act(ports, complaint.reference, "g.converted"));
    const { order } = convert(ports, {
      desk: "general",
      references: [complaint.reference],
      terms: { authority: "PTA", number: "1", ground: "decency" },
      officer: "g.converted",
      now: ports.clock.at,
    });
    submit(ports.db, "o1", "h.submits", ports.clock.at);
    const approval = { digest: order.digest, reasons: "x", senior: null, held: { kind: "none" } } as const;
    approve(ports.db, "o1", approval, "i.approves", ports.clock.at);
    const { reference } = (await appeal("a.example")).appeal;
    expect([...viewAppeal(ports, "general", reference).parties].sort()).toEqual([
      "f.taken",
      "g.converted",
      "h.submits",
      "i.approves",
    ]);
    takeAppeal(ports, as("f.taken", reference));
    expect(() => propose(ports, as("f.taken", reference), "dismissed", "x")).toThrow(code("officer_not_independent"));
  });

  test("two_officers_decide_and_the_second_may_disagree", async () => {
    const setup = fixture();
    const { ports, appeal, as, list } = setup;
    approved(ports.db, ["a.example"]);
    const { reference } = (await appeal("a.example")).appeal;
    takeAppeal(ports, as("d.raza", reference));
    propose(ports, as("d.raza", reference), "upheld", "wrong name");
    expect(() => confirm(ports, as("D.Raza", reference))).toThrow(code("same_officer"));
    expect(list()).toEqual(["a.example"]);
    returnProposal(ports, as("e.noor", reference), "not convinced");
    expect(() => confirm(ports, as("e.noor", reference))).toThrow(code("case_state"));
    decide(setup, reference, "upheld");
    expect(list()).toEqual([]);
  });
});

describe("upheld", () => {
  test("the_entry_goes_from_every_order_it_stands_on_and_what_else_they_block_stays", async () => {
    const setup = fixture();
    const { ports, appeal, list } = setup;
    approved(ports.db, ["a.example", "b.example"]);
    approved(ports.db, ["a.example", "c.example"], { number: "PTA/2026/2" });
    const before = released(ports.db);
    const { appeal: received, entry, followUpCode } = await appeal("http://www.a.example/", "me@people.example");
    expect(entry).toBe(1);
    decide(setup, received.reference, "upheld");
    expect(list()).toEqual(["b.example", "c.example"]);
    expect(touchedBetween(ports.db, "general", before, eventWatermark(ports.db))).toEqual([
      { kind: "drop", value: "a.example", scope: "domain" },
    ]);
    expect(await setup.status(received.reference, followUpCode)).toBe("upheld");
    expect(dueNotices(ports.db, ports.seal, ports.clock.at, 9).at(-1)?.notice).toEqual({
      template: "appeal_decided",
      reference: received.reference,
      outcome: "upheld",
    });
  });

  test("a_cleared_name_is_held_for_90_days", async () => {
    const setup = fixture();
    const { ports, appeal } = setup;
    approved(ports.db, ["a.example"]);
    decide(setup, (await appeal("a.example")).appeal.reference, "upheld");
    const names = (now: number) => clearances(ports.db, now).map(({ target }) => target.value);
    expect(names(ports.clock.at + 90 * DAY - 1)).toEqual(["a.example"]);
    expect(names(ports.clock.at + 90 * DAY)).toEqual([]);
  });

  test("others_who_appealed_against_the_same_get_their_end_too", async () => {
    const setup = fixture();
    const { ports, appeal } = setup;
    approved(ports.db, ["a.example", "b.example"]);
    const first = await appeal("a.example");
    const second = await appeal("www.a.example/x");
    const other = await appeal("b.example");
    decide(setup, first.appeal.reference, "upheld");
    expect(await setup.status(second.appeal.reference, second.followUpCode)).toBe("no_longer_blocked");
    expect(await setup.status(other.appeal.reference, other.followUpCode)).toBe("received");
  });
});

describe("dismissed", () => {
  test("the_block_stays_and_the_way_to_the_high_court_is_open_for_30_days", async () => {
    const setup = fixture();
    const { ports, appeal, list } = setup;
    approved(ports.db, ["a.example"]);
    const { appeal: received, followUpCode } = await appeal("a.example");
    decide(setup, received.reference, "dismissed");
    expect(list()).toEqual(["a.example"]);
    const found = await followAppeal(ports, received.reference, followUpCode, "192.0.2.1");
    expect([found.status, found.courtUntil]).toEqual(["dismissed", ports.clock.at + 30 * DAY]);
  });
});

describe("suspended_meanwhile", () => {
  test("the_entry_is_off_the_list_until_the_appeal_is_dismissed", async () => {
    const setup = fixture();
    const { ports, appeal, as, list } = setup;
    approved(ports.db, ["a.example", "b.example"]);
    approved(ports.db, ["a.example"], { number: "PTA/2026/2" });
    const { appeal: received, followUpCode } = await appeal("a.example");
    const { reference } = received;
    takeAppeal(ports, as("d.raza", reference));
    expect(() => suspend(ports, as("d.raza", reference), " ")).toThrow(code("case_incomplete"));
    suspend(ports, as("d.raza", reference), "owner shows a clean site");
    expect(list()).toEqual(["b.example"]);
    expect(await setup.status(reference, followUpCode)).toBe("suspended");
    const before = eventWatermark(ports.db);
    decide(setup, reference, "dismissed");
    expect(list()).toEqual(["a.example", "b.example"]);
    expect(touchedBetween(ports.db, "general", before, eventWatermark(ports.db))).toEqual([
      { kind: "put", line: { value: "a.example", scope: "domain", category: "decency" } },
    ]);
    expect(verifyAudit(ports.db).findings).toEqual([]);
    expect(verifyCases(ports.db).findings).toEqual([]);
  });

  test("upheld_it_stays_off_and_is_cleared_all_the_same", async () => {
    const setup = fixture();
    const { ports, appeal, as, list } = setup;
    approved(ports.db, ["a.example"]);
    const { reference } = (await appeal("a.example")).appeal;
    takeAppeal(ports, as("d.raza", reference));
    suspend(ports, as("d.raza", reference), "wrong name");
    decide(setup, reference, "upheld");
    expect(list()).toEqual([]);
    expect(clearances(ports.db, ports.clock.at).map(({ target }) => target.value)).toEqual(["a.example"]);
    expect(verifyAudit(ports.db).findings).toEqual([]);
  });

  test("a_dismissed_appeal_brings_back_nothing_that_was_withdrawn_meanwhile", async () => {
    const setup = fixture();
    const { ports, appeal, as, list } = setup;
    approved(ports.db, ["a.example", "b.example"]);
    const { reference } = (await appeal("a.example")).appeal;
    takeAppeal(ports, as("d.raza", reference));
    suspend(ports, as("d.raza", reference), "wrong name");
    const withdrawal = { items: [1], second: "x", reasons: "lapsed", cleared: false };
    withdraw(ports.db, "o1", withdrawal, "y", ports.clock.at, 0);
    decide(setup, reference, "dismissed");
    expect(list()).toEqual(["b.example"]);
  });

  test("nor_anything_of_an_order_that_has_ended", async () => {
    const setup = fixture();
    const { ports, appeal, as, list } = setup;
    approved(ports.db, ["a.example"]);
    const { reference } = (await appeal("a.example")).appeal;
    takeAppeal(ports, as("d.raza", reference));
    suspend(ports, as("d.raza", reference), "wrong name");
    const withdrawal = { items: null, second: "x", reasons: "lapsed", cleared: false };
    withdraw(ports.db, "o1", withdrawal, "y", ports.clock.at, 0);
    decide(setup, reference, "dismissed");
    expect(list()).toEqual([]);
  });

  test("nor_of_one_that_has_expired", async () => {
    const setup = fixture();
    const { ports, appeal, as, list } = setup;
    const order = approved(ports.db, ["a.example"]);
    const { reference } = (await appeal("a.example")).appeal;
    takeAppeal(ports, as("d.raza", reference));
    suspend(ports, as("d.raza", reference), "wrong name");
    ports.clock.at = order.terms.expiresAt;
    expireOrders(ports.db, ports.clock.at);
    decide(setup, reference, "dismissed");
    expect(list()).toEqual([]);
    expect(verifyAudit(ports.db).findings).toEqual([]);
  });

  test("what_one_appeal_suspended_does_not_end_another", async () => {
    const setup = fixture();
    const { ports, appeal, as } = setup;
    approved(ports.db, ["a.example"]);
    const first = (await appeal("a.example")).appeal.reference;
    const second = await appeal("a.example");
    takeAppeal(ports, as("d.raza", first));
    suspend(ports, as("d.raza", first), "wrong name");
    expect(settleAppeals(ports, ports.clock.at)).toBe(0);
    decide(setup, first, "dismissed");
    expect(await setup.status(second.appeal.reference, second.followUpCode)).toBe("received");
  });
});

describe("what_is_blocked_no_more", () => {
  test("ends_the_appeal_against_it", async () => {
    const setup = fixture();
    const { ports, appeal } = setup;
    approved(ports.db, ["a.example"]);
    const { appeal: received, followUpCode } = await appeal("a.example");
    expect(settleAppeals(ports, ports.clock.at)).toBe(0);
    withdraw(ports.db, "o1", { items: null, second: "x", reasons: "lapsed", cleared: false }, "y", ports.clock.at, 0);
    expect(settleAppeals(ports, ports.clock.at)).toBe(1);
    expect(await setup.status(received.reference, followUpCode)).toBe("no_longer_blocked");
  });
});

describe("sealed_and_unlisted_addresses_look_alike", () => {
  test("receipt_status_and_messages_are_the_same_before_and_after_the_decision", async () => {
    const setup = fixture();
    const { ports, appeal, list } = setup;
    approved(ports.db, ["hidden.invalid"], { category: "child-abuse", list: "sealed" });
    const sealed = await appeal("hidden.invalid", "one@people.example");
    const unlisted = await appeal("nothing.invalid", "two@people.example");
    const seen = ({ entry, appeal: { receivedAt, clock } }: typeof sealed) => ({ entry, receivedAt, due: clock.dueAt });
    expect(seen(sealed)).toEqual(seen(unlisted));
    const statuses = async () => [
      await setup.status(sealed.appeal.reference, sealed.followUpCode),
      await setup.status(unlisted.appeal.reference, unlisted.followUpCode),
    ];
    expect(await statuses()).toEqual(["received", "received"]);
    expect(() => takeAppeal(ports, setup.as("d.raza", sealed.appeal.reference))).toThrow(code("not_found"));
    decide(setup, sealed.appeal.reference, "upheld", "sealed");
    expect(list("sealed")).toEqual([]);
    expect(await statuses()).toEqual(["received", "received"]);
    const told = dueNotices(ports.db, ports.seal, ports.clock.at, 9).map(({ notice }) => notice.template);
    expect(told).toEqual(["appeal_received", "appeal_received"]);
    ports.clock.at += 30 * DAY;
    expect(await statuses()).toEqual(["answered", "answered"]);
  });
});

test("what_is_no_address_is_refused_with_its_code", async () => {
  const { appeal } = fixture();
  await expect(appeal("192.0.2.7")).rejects.toMatchObject({ code: "bad_request", details: { refused: "ip_address" } });
});
