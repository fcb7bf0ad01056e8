import { describe, expect, onTestFinished, test, vi } from "vitest";
import { followComplaint } from "../../../src/intake/complaints/follow.ts";
import { approve } from "../../../src/review/approve.ts";
import { answer } from "../../../src/review/complaints/answer.ts";
import { close } from "../../../src/review/complaints/close.ts";
import { convert } from "../../../src/review/complaints/convert.ts";
import { join } from "../../../src/review/complaints/join.ts";
import { putBack } from "../../../src/review/complaints/put-back.ts";
import { refer, updateReferral } from "../../../src/review/complaints/refer.ts";
import { separate } from "../../../src/review/complaints/separate.ts";
import { settleOrdered } from "../../../src/review/complaints/settle-ordered.ts";
import { take } from "../../../src/review/complaints/take.ts";
import { complaintQueue, viewComplaint } from "../../../src/review/complaints/view.ts";
import { reject } from "../../../src/review/reject.ts";
import { submit } from "../../../src/review/submit.ts";
import { dueNotices } from "../../../src/storage/cases/notices.ts";
import { eventWatermark } from "../../../src/storage/log.ts";
import { markInForce } from "../../../src/storage/orders.ts";
import { activeEntries } from "../../../src/storage/published-entries.ts";
import { act, type CaseFixture, caseFixture, complain, FROM_FORM } from "../../fixtures/cases.ts";
import { approved } from "../../fixtures/orders.ts";

const TERMS = { authority: "PTA", number: "PTA/2026/9", ground: "decency" };
const code = (code: string) => expect.objectContaining({ code });
const queue = (ports: CaseFixture) =>
  complaintQueue(ports, "general", { states: ["received", "under_review"], limit: 50, skip: 0 }, ports.clock.at);
const mailTo = (ports: CaseFixture, to: string) =>
  dueNotices(ports.db, ports.seal, ports.clock.at, 100)
    .filter((message) => message.to === to)
    .map(({ notice }) => notice);

async function taken(ports: CaseFixture, addresses: readonly string[], officer = "b.ali") {
  const { complaint, followUpCode } = await complain(ports, addresses);
  take(ports, act(ports, complaint.reference, officer));
  return { reference: complaint.reference, followUpCode };
}

const statusOf = async (ports: CaseFixture, reference: string, followUpCode: string) =>
  (await followComplaint(ports, reference, followUpCode, "192.0.2.1")).status;

describe("one_officer_at_a_time", () => {
  test("what_one_has_taken_another_cannot_take_or_decide", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    const other = act(ports, reference, "c.shah");
    expect(() => take(ports, other)).toThrow(code("case_locked"));
    expect(() => answer(ports, other, "not_unlawful", "no ground")).toThrow(code("case_locked"));
    expect(() => close(ports, other, "spam")).toThrow(code("case_locked"));
  });

  test("a_lock_runs_out_for_its_holder_too", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    ports.clock.at += 1_800;
    expect(() => answer(ports, act(ports, reference), "not_unlawful", "no ground")).toThrow(code("case_not_taken"));
    take(ports, act(ports, reference, "c.shah"));
    answer(ports, act(ports, reference, "c.shah"), "not_unlawful", "no ground");
  });

  test("whoever_has_it_can_keep_it_longer_or_put_it_back", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    ports.clock.at += 1_000;
    expect(take(ports, act(ports, reference)).lock?.until).toBe(ports.clock.at + 1_800);
    expect(() => putBack(ports, act(ports, reference, "c.shah"))).toThrow(code("case_locked"));
    putBack(ports, act(ports, reference));
    expect(take(ports, act(ports, reference, "c.shah")).lock?.officer).toBe("c.shah");
  });

  test("nothing_is_decided_before_it_is_taken", async () => {
    const ports = caseFixture();
    const { complaint } = await complain(ports, ["a.example"]);
    expect(() => answer(ports, act(ports, complaint.reference), "not_unlawful", "x")).toThrow(code("case_state"));
  });
});

describe("queue", () => {
  test("slow_ones_come_after_the_others_and_the_earliest_end_first", async () => {
    const ports = caseFixture();
    const slow = await complain(ports, ["slow.example"], {}, { ...FROM_FORM, proof: undefined });
    ports.clock.at += 10;
    const first = await complain(ports, ["first.example"]);
    ports.clock.at += 10;
    const second = await complain(ports, ["second.example"]);
    expect(queue(ports).map(({ reference }) => reference)).toEqual(
      [first, second, slow].map(({ complaint }) => complaint.reference),
    );
    expect(slow.complaint.clock.dueAt - slow.complaint.receivedAt).toBe(48 * 3_600);
  });
});

describe("duplicates", () => {
  test("the_same_address_however_it_is_written_is_joined_and_everyone_is_told", async () => {
    const ports = caseFixture();
    const contact = (email: string) => ({ contact: { email } });
    const first = await complain(ports, ["http://A.example/page"], contact("one@people.example"));
    const second = await complain(ports, ["https://a.example:443/page#top"], contact("two@people.example"));
    expect([second.complaint.state, second.complaint.joinedTo]).toEqual(["joined", first.complaint.id]);
    expect(queue(ports)).toHaveLength(1);
    take(ports, act(ports, first.complaint.reference));
    answer(ports, act(ports, first.complaint.reference), "asked_platform", "platform asked");
    for (const who of ["one@people.example", "two@people.example"])
      expect(mailTo(ports, who).map(({ template }) => template)).toEqual(["complaint_received", "complaint_concluded"]);
    expect(await statusOf(ports, second.complaint.reference, second.followUpCode)).toBe("passed_on");
  });

  test("a_path_is_no_duplicate_of_its_host_but_related", async () => {
    const ports = caseFixture();
    const host = await complain(ports, ["a.example"]);
    const path = await complain(ports, ["a.example/page"]);
    const sister = await complain(ports, ["b.a.example"]);
    const neighbour = await complain(ports, ["one.github.io"]);
    await complain(ports, ["two.github.io"]);
    expect(path.complaint.state).toBe("received");
    const related = viewComplaint(ports, "general", path.complaint.reference).related;
    expect(related.map(({ reference, nearness }) => [reference, nearness])).toEqual([
      [host.complaint.reference, "host"],
      [sister.complaint.reference, "parent"],
    ]);
    expect(viewComplaint(ports, "general", neighbour.complaint.reference).related).toEqual([]);
  });

  test("one_that_says_more_or_is_more_urgent_stands_by_itself", async () => {
    const ports = caseFixture();
    await complain(ports, ["a.example"], {}, { ...FROM_FORM, proof: undefined });
    const proved = await complain(ports, ["a.example"]);
    const more = await complain(ports, ["a.example", "b.example"]);
    const other = await complain(ports, ["a.example"], { category: "hate-speech" });
    for (const { complaint } of [proved, more, other]) expect(complaint.state).toBe("received");
    const joined = await complain(ports, ["b.example"]);
    expect(joined.complaint.joinedTo).toBe(more.complaint.id);
  });

  test("officers_join_and_separate", async () => {
    const ports = caseFixture();
    const first = await complain(ports, ["a.example"]);
    const { reference } = await taken(ports, ["b.example"]);
    join(ports, act(ports, reference), first.complaint.reference);
    expect(viewComplaint(ports, "general", first.complaint.reference).joiners).toEqual([reference]);
    take(ports, act(ports, first.complaint.reference));
    expect(() => join(ports, act(ports, first.complaint.reference), reference)).toThrow(code("case_state"));
    expect(() => separate(ports, act(ports, reference), " ")).toThrow(code("case_incomplete"));
    expect(separate(ports, act(ports, reference), "another matter").state).toBe("received");
  });

  test("closing_one_without_an_answer_gives_the_others_back_to_the_desk", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    const second = await complain(ports, ["a.example"]);
    expect(second.complaint.state).toBe("joined");
    close(ports, act(ports, reference), "sent by mistake");
    expect(viewComplaint(ports, "general", second.complaint.reference).state).toBe("received");
  });
});

describe("from_complaint_to_block", () => {
  test("order_item_two_more_officers_release_then_everyone_is_told", async () => {
    const ports = caseFixture();
    const { complaint, followUpCode } = await complain(ports, ["a.example/x", "not an address"], {
      contact: { email: "one@people.example" },
    });
    const { reference } = complaint;
    take(ports, act(ports, reference));
    const { order } = convert(ports, {
      desk: "general",
      references: [reference],
      terms: TERMS,
      officer: "b.ali",
      now: ports.clock.at,
    });
    expect([order.state, order.authors, order.counts.accepted]).toEqual(["draft", ["b.ali"], 1]);
    expect(await statusOf(ports, reference, followUpCode)).toBe("order_in_preparation");
    submit(ports.db, "o1", "c.shah", ports.clock.at);
    const approval = { digest: order.digest, reasons: "unlawful", senior: null, held: { kind: "none" } } as const;
    expect(() => approve(ports.db, "o1", approval, "b.ali", ports.clock.at)).toThrow(code("author_cannot_approve"));
    approve(ports.db, "o1", approval, "d.raza", ports.clock.at);
    expect(settleOrdered(ports, ports.clock.at)).toBe(0);
    markInForce(ports.db, eventWatermark(ports.db), 1, ports.clock.at);
    expect(settleOrdered(ports, ports.clock.at)).toBe(1);
    expect(settleOrdered(ports, ports.clock.at)).toBe(0);
    expect(await statusOf(ports, reference, followUpCode)).toBe("blocked");
    expect(mailTo(ports, "one@people.example").at(-1)).toEqual({
      template: "complaint_concluded",
      reference,
      status: "blocked",
      answer: null,
    });
    const list = [...activeEntries(ports.db, "general", eventWatermark(ports.db)).entries];
    expect(list.map(({ value }) => value)).toEqual(["a.example/x"]);
  });

  test("two_who_settle_at_once_tell_everyone_once", async () => {
    const ports = caseFixture();
    const to = "one@people.example";
    const { complaint } = await complain(ports, ["a.example"], { contact: { email: to } });
    const { reference } = complaint;
    take(ports, act(ports, reference));
    convert(ports, { desk: "general", references: [reference], terms: TERMS, officer: "b.ali", now: ports.clock.at });
    submit(ports.db, "o1", "c.shah", ports.clock.at);
    reject(ports.db, "o1", "no ground", "d.raza", ports.clock.at);
    let other = 0;
    // The job had looked for what is to be settled when the publisher settled it.
    const begin = ports.db.sqlite.transaction.bind(ports.db.sqlite);
    const spy = vi.spyOn(ports.db.sqlite, "transaction").mockImplementationOnce((work) => {
      other = settleOrdered(ports, ports.clock.at);
      return begin(work);
    });
    onTestFinished(() => spy.mockRestore());
    expect([settleOrdered(ports, ports.clock.at), other]).toEqual([0, 1]);
    const concluded = mailTo(ports, to).filter(({ template }) => template === "complaint_concluded");
    expect(concluded).toEqual([{ template: "complaint_concluded", reference, status: "not_blocked", answer: null }]);
  });

  test("a_rejected_order_means_not_blocked", async () => {
    const ports = caseFixture();
    const { reference, followUpCode } = await taken(ports, ["a.example"]);
    convert(ports, { desk: "general", references: [reference], terms: TERMS, officer: "b.ali", now: ports.clock.at });
    submit(ports.db, "o1", "c.shah", ports.clock.at);
    reject(ports.db, "o1", "no ground", "d.raza", ports.clock.at);
    settleOrdered(ports, ports.clock.at);
    expect(await statusOf(ports, reference, followUpCode)).toBe("not_blocked");
  });

  test("several_complaints_make_one_order_with_one_item_a_target", async () => {
    const ports = caseFixture();
    const one = await taken(ports, ["a.example", "b.example"]);
    const two = await taken(ports, ["b.example", "c.example"]);
    const references = [one.reference, two.reference];
    const { order, complaints } = convert(ports, {
      desk: "general",
      references,
      terms: TERMS,
      officer: "b.ali",
      now: ports.clock.at,
    });
    expect(order.counts.accepted).toBe(3);
    expect(complaints.map((complaint) => complaint.order?.items)).toEqual([
      [1, 2],
      [2, 3],
    ]);
  });

  test("guards_stand_before_a_converted_item_and_nothing_is_left_when_one_complaint_cannot_go", async () => {
    const ports = caseFixture({
      judge: ({ value }) => (value === "gov.example" ? { kind: "refuse", code: "protected" } : { kind: "pass" }),
    });
    const one = await taken(ports, ["a.example"]);
    const two = await taken(ports, ["gov.example"]);
    const conversion = { desk: "general", terms: TERMS, officer: "b.ali", now: ports.clock.at } as const;
    expect(() => convert(ports, { ...conversion, references: [one.reference, two.reference] })).toThrow(
      code("case_incomplete"),
    );
    expect(ports.db.sqlite.prepare("SELECT count(*) FROM orders").pluck().get()).toBe(0);
    expect(viewComplaint(ports, "general", one.reference).state).toBe("under_review");
  });

  test("the_number_of_an_order_that_is_there_is_refused", async () => {
    const ports = caseFixture();
    approved(ports.db, ["z.example"], { number: TERMS.number });
    const { reference } = await taken(ports, ["a.example"]);
    expect(() =>
      convert(ports, { desk: "general", references: [reference], terms: TERMS, officer: "b.ali", now: ports.clock.at }),
    ).toThrow(code("conflict"));
  });

  test("the_desk_sees_what_is_blocked_already", async () => {
    const ports = caseFixture();
    approved(ports.db, ["a.example"]);
    const { complaint } = await complain(ports, ["www.a.example/page"]);
    expect(viewComplaint(ports, "general", complaint.reference).shown).toEqual([
      { kind: "open", text: "www.a.example/page", value: "www.a.example/page", code: null, entry: 1 },
    ]);
  });
});

describe("referrals", () => {
  test("technical_opinion_is_for_the_police", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    const to = (body: "police" | "fia_technical_opinion") => ({ body, province: null, note: "" });
    expect(() => refer(ports, act(ports, reference), to("fia_technical_opinion"))).toThrow(code("case_state"));
    refer(ports, act(ports, reference), to("police"));
    expect(refer(ports, act(ports, reference), to("fia_technical_opinion")).referrals).toHaveLength(2);
  });

  test("a_referral_goes_forward_only_and_its_clock_stops_with_the_answer", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    refer(ports, act(ports, reference), { body: "platform", province: null, note: "asked by form" });
    const update = (status: "sent" | "answered" | "acknowledged") =>
      updateReferral(ports, act(ports, reference), { number: 1, status, note: "" }).referrals[0];
    expect(update("sent")?.clock.stoppedAt).toBeNull();
    ports.clock.at += 60;
    expect(update("answered")?.clock.stoppedAt).toBe(ports.clock.at);
    expect(() => update("acknowledged")).toThrow(code("case_state"));
  });
});

describe("record", () => {
  test("a_decision_needs_written_reasons_and_keeps_them", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    expect(() => answer(ports, act(ports, reference), "not_unlawful", "  ")).toThrow(code("case_incomplete"));
    answer(ports, act(ports, reference), "not_unlawful", "satire, not contempt");
    const history = viewComplaint(ports, "general", reference).history;
    expect(history.map(({ actor, kind, note }) => [actor, kind, note])).toEqual([
      ["anonymous", "received", null],
      ["b.ali", "taken", null],
      ["b.ali", "answered", "satire, not contempt"],
    ]);
  });

  test("a_complaint_is_decided_once", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    answer(ports, act(ports, reference), "not_unlawful", "no ground");
    expect(() => take(ports, act(ports, reference))).toThrow(code("case_state"));
    expect(() => answer(ports, act(ports, reference), "not_unlawful", "again")).toThrow(code("case_state"));
  });

  test("a_refused_command_writes_nothing", async () => {
    const ports = caseFixture();
    const { reference } = await taken(ports, ["a.example"]);
    const before = eventWatermark(ports.db);
    expect(() => close(ports, act(ports, reference, "c.shah"), "x")).toThrow();
    expect(eventWatermark(ports.db)).toBe(before);
  });
});
