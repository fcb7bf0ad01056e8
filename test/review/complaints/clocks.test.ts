import { describe, expect, test } from "vitest";
import { submitAppeal } from "../../../src/intake/appeals/submit-appeal.ts";
import { answer } from "../../../src/review/complaints/answer.ts";
import { escalateDue } from "../../../src/review/complaints/escalate.ts";
import { updateReferral } from "../../../src/review/complaints/refer.ts";
import { take } from "../../../src/review/complaints/take.ts";
import { triage } from "../../../src/review/complaints/triage.ts";
import { complaintsToTell } from "../../../src/storage/cases/complaint-queries.ts";
import { dueNotices } from "../../../src/storage/cases/notices.ts";
import { onTimeRates } from "../../../src/storage/cases/on-time.ts";
import { act, type CaseFixture, caseFixture, complain } from "../../fixtures/cases.ts";
import { approved, NOW } from "../../fixtures/orders.ts";

const HOUR = 3_600;
const told = (ports: CaseFixture) =>
  dueNotices(ports.db, ports.seal, ports.clock.at, 100).flatMap(({ to, notice }) =>
    notice.template === "clock" ? [[to, notice.reference, notice.clock, notice.level]] : [],
  );

describe("which_clock_runs", () => {
  test("normal_48_hours_child_abuse_2_and_an_emergency_of_a_partner_12", async () => {
    const ports = caseFixture();
    const hours = async (...args: [change: object, sender?: Parameters<typeof complain>[3]]) => {
      const { clock, receivedAt } = (await complain(ports, [`a${ports.random(4).join("")}.example`], ...args))
        .complaint;
      return (clock.dueAt - receivedAt) / HOUR;
    };
    const organisation = {
      ...{ id: 1, name: "fia", displayName: "FIA", createdAt: NOW, suspendedAt: null },
      kind: "partner" as const,
      categories: ["decency" as const],
    };
    const partner = { kind: "partner", organisation, actor: "fia#t1" } as const;
    expect(await hours({})).toBe(48);
    expect(await hours({ category: "child-abuse" })).toBe(2);
    expect(await hours({ urgency: "emergency" }, partner)).toBe(12);
    expect(await hours({ urgency: "emergency" })).toBe(48);
  });

  test("limits_come_from_the_configuration", async () => {
    const base = caseFixture();
    const ports = caseFixture({ clocks: { ...base.clocks, normal: { limit: 60, warning: 0.5 } } });
    const { clock } = (await complain(ports, ["a.example"])).complaint;
    expect([clock.warnAt - NOW, clock.dueAt - NOW]).toEqual([30, 60]);
  });

  test("triage_counts_from_the_day_of_receipt", async () => {
    const ports = caseFixture();
    const { complaint } = await complain(ports, ["a.example"]);
    ports.clock.at += HOUR;
    take(ports, act(ports, complaint.reference));
    const input = { category: "decency", urgency: "emergency", priority: "normal", reasons: "live" } as const;
    expect(triage(ports, act(ports, complaint.reference), input).clock.dueAt).toBe(NOW + 12 * HOUR);
  });
});

describe("escalation_before_breach", () => {
  test("the_desk_hears_once_before_and_once_at_the_end", async () => {
    const ports = caseFixture();
    const { reference } = (await complain(ports, ["a.example"])).complaint;
    const at = (hours: number) => {
      ports.clock.at = NOW + hours * HOUR;
      return escalateDue(ports, ports.clock.at);
    };
    expect([at(35), at(36), at(37), at(47), at(48), at(60)]).toEqual([0, 1, 0, 0, 1, 0]);
    expect(told(ports)).toEqual([
      ["desk@registry.example", reference, "normal", "warning"],
      ["desk@registry.example", reference, "normal", "breach"],
    ]);
  });

  test("child_abuse_goes_to_its_own_desk_with_the_referrals_clocks", async () => {
    const ports = caseFixture();
    const { reference } = (await complain(ports, ["hidden.invalid"], { category: "child-abuse" })).complaint;
    ports.clock.at = NOW + 12 * HOUR;
    expect(escalateDue(ports, ports.clock.at)).toBe(4);
    expect(told(ports)).toEqual([
      ["sealed-desk@registry.example", reference, "child_abuse", "breach"],
      ...Array(3).fill(["sealed-desk@registry.example", reference, "referral", "warning"]),
    ]);
    for (const number of [1, 2, 3])
      updateReferral(ports, act(ports, reference, "s.iqbal", "sealed"), { number, status: "answered", note: "" });
    ports.clock.at = NOW + 48 * HOUR;
    expect(escalateDue(ports, ports.clock.at)).toBe(0);
  });

  test("what_joined_another_is_told_by_that_one", async () => {
    const ports = caseFixture();
    await complain(ports, ["a.example"]);
    await complain(ports, ["a.example"]);
    ports.clock.at += 50 * HOUR;
    expect(complaintsToTell(ports.db, ports.clock.at)).toHaveLength(1);
    expect(escalateDue(ports, ports.clock.at)).toBe(1);
  });

  test("appeals_have_a_clock_too", async () => {
    const ports = caseFixture();
    approved(ports.db, ["a.example"]);
    await submitAppeal(ports, { url: "a.example" }, { address: "192.0.2.1", proof: "p" });
    await submitAppeal(ports, { url: "unlisted.example" }, { address: "192.0.2.1", proof: "p" });
    ports.clock.at += 30 * 24 * HOUR;
    expect(escalateDue(ports, ports.clock.at)).toBe(1);
    expect(told(ports)[0]?.slice(2)).toEqual(["review", "breach"]);
  });
});

test("on_time_rates_count_what_ended_in_time_and_what_is_late", async () => {
  const ports = caseFixture();
  const ended = async (name: string, hours: number) => {
    ports.clock.at = NOW;
    const { reference } = (await complain(ports, [name])).complaint;
    ports.clock.at = NOW + hours * HOUR;
    take(ports, act(ports, reference));
    answer(ports, act(ports, reference), "not_unlawful", "no ground");
  };
  await ended("a.example", 1);
  await ended("b.example", 48);
  await ended("c.example", 49);
  ports.clock.at = NOW;
  await complain(ports, ["d.example"]);
  const [normal] = onTimeRates(ports.db, NOW, NOW + 100 * HOUR, NOW + 47 * HOUR);
  expect(normal).toEqual({ clock: "normal", ended: 3, inTime: 2, running: 1, late: 0 });
  expect(onTimeRates(ports.db, NOW, NOW + 48 * HOUR, NOW + 49 * HOUR)[0]).toEqual({
    ...{ clock: "normal", ended: 1, inTime: 1, running: 1, late: 1 },
  });
});
