import { mkdirSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { Writable } from "node:stream";
import { describe, expect, test } from "vitest";
import { renderNotice } from "../../../src/distribute/mail/render.ts";
import { importMail } from "../../../src/intake/complaints/import-mail.ts";
import { answer } from "../../../src/review/complaints/answer.ts";
import { escalateDue } from "../../../src/review/complaints/escalate.ts";
import { join as join_ } from "../../../src/review/complaints/join.ts";
import { refer } from "../../../src/review/complaints/refer.ts";
import { reveal } from "../../../src/review/complaints/reveal.ts";
import { take } from "../../../src/review/complaints/take.ts";
import { triage } from "../../../src/review/complaints/triage.ts";
import { viewComplaint } from "../../../src/review/complaints/view.ts";
import { createLogger, describeRequestError } from "../../../src/runtime/logger.ts";
import { complaintById, complaintByReference } from "../../../src/storage/cases/complaints.ts";
import { dueNotices } from "../../../src/storage/cases/notices.ts";
import { createSeal } from "../../../src/storage/cases/seal.ts";
import { openSealedKey } from "../../../src/storage/cases/sealed-key.ts";
import { openDatabase } from "../../../src/storage/database.ts";
import { auditRows, enrolled } from "../../fixtures/access.ts";
import { act, caseFixture, complain, countedRandom } from "../../fixtures/cases.ts";
import { type CasesApi, casesApi } from "../../fixtures/cases-api.ts";
import { approved } from "../../fixtures/orders.ts";
import { temporaryFolder } from "../../publish/registry.ts";

// Addresses of these tests are reserved names that lead nowhere.
const HIDDEN = "https://www.veiled-marker.invalid/gallery/7?x=1";
const MARK = /veiled|marker\.invalid|gallery/i;
const WHO = "witness@people.example";
const code = (code: string) => expect.objectContaining({ code });

const ABUSE = {
  category: "child-abuse",
  addresses: [HIDDEN],
  description: `Seen at ${HIDDEN}`,
  signs: ["child_in_danger"],
  contact: { email: WHO },
};

async function sealedCase(api: CasesApi) {
  return (await api.ask("POST", "/v1/complaints", ABUSE)).body as { reference: string; followUpCode: string };
}

describe("only_the_sealed_desk_has_the_case", () => {
  test("no_other_role_finds_it_lists_it_or_acts_on_it", async () => {
    const api = casesApi();
    const { reference } = await sealedCase(api);
    await api.ask("POST", "/v1/complaints", { category: "decency", addresses: ["https://marker.example/other"] });
    const people = ["clerk", "officer", "senior_officer", "auditor", "administrator"] as const;
    for (const role of people) {
      const { browser } = await enrolled(api.access, api.staff, `x.${role.replace("_", "")}`, [role]);
      for (const [method, path] of [
        ["GET", "/v1/cases/complaints?state=any"],
        ["GET", `/v1/cases/complaints/${reference}`],
        ["GET", `/v1/cases/sealed-complaints/${reference}`],
        ["GET", "/v1/cases/sealed-complaints"],
        ["POST", `/v1/cases/complaints/${reference}/take`],
        ["POST", `/v1/cases/sealed-complaints/${reference}/take`],
      ] as const) {
        const answer = await browser.call(method, path);
        expect(JSON.stringify(answer.body ?? "")).not.toContain(reference);
        if (path.includes("sealed")) expect(answer.status).toBe(403);
      }
      const body = { reason: "curious" };
      for (const desk of ["complaints", "sealed-complaints"])
        expect([403, 404]).toContain(
          (await browser.call("POST", `/v1/cases/${desk}/${reference}/reveal`, body)).status,
        );
    }
  });

  test("its_officer_sees_it_closed_and_opens_it_with_a_reason_that_is_audited", async () => {
    const api = casesApi();
    const { reference } = await sealedCase(api);
    const { browser } = await enrolled(api.access, api.staff, "s.iqbal", ["sealed_officer"]);
    const path = `/v1/cases/sealed-complaints/${reference}`;
    const closed = await browser.call("GET", path);
    expect(closed.body).toMatchObject({ priority: "high", shown: [{ kind: "closed", code: null }], statement: null });
    expect(JSON.stringify(closed.body)).not.toMatch(MARK);
    expect((await browser.call("POST", `${path}/reveal`, { reason: " " })).body.code).toBe("case_incomplete");
    for (const reason of ["look at veiled-marker.invalid", `see ${HIDDEN}`, "veiled-marker[.]invalid", `ask ${WHO}`]) {
      const refused = await browser.call("POST", `${path}/reveal`, { reason });
      expect([refused.status, refused.body.code]).toEqual([422, "names_sealed_address"]);
      expect(JSON.stringify(refused.body)).not.toMatch(MARK);
    }
    const before = auditRows(api.access).length;
    const shown = await browser.call("POST", `${path}/reveal`, { reason: "first look, letter 12" });
    expect(shown.body).toMatchObject({ addresses: [HIDDEN], contact: { email: WHO } });
    const added = auditRows(api.access).slice(before);
    expect(added.map(({ actor, action }) => [actor, action])).toEqual([["s.iqbal", "complaint.revealed"]]);
    expect(JSON.parse(added[0]?.detail ?? "")).toEqual({ reference, reason: "first look, letter 12" });
  });

  test("a_refused_look_leaves_no_trace_of_the_address_and_shows_nothing", async () => {
    const ports = caseFixture();
    const { complaint } = await complain(ports, [HIDDEN], { category: "child-abuse" });
    const by = act(ports, complaint.reference, "s.iqbal", "sealed");
    expect(() => reveal(ports, by, "veiled-marker.invalid")).toThrow(code("names_sealed_address"));
    expect(JSON.stringify(ports.db.sqlite.prepare("SELECT * FROM audit").all())).not.toMatch(MARK);
  });
});

describe("child_abuse_on_receipt", () => {
  test("goes_first_with_its_own_clock_and_is_passed_on_at_once", async () => {
    const ports = caseFixture({ bodyMail: { fia_focal_unit: "focal@fia.example" } });
    const { complaint } = await complain(ports, [HIDDEN], { category: "child-abuse", province: "punjab" });
    expect([complaint.list, complaint.clock.name, complaint.clock.dueAt - complaint.receivedAt]).toEqual([
      ...["sealed", "child_abuse"],
      7_200,
    ]);
    expect(complaint.referrals.map(({ body, province, status }) => [body, province, status])).toEqual([
      ["fia_focal_unit", "punjab", "open"],
      ["hotline", "punjab", "open"],
      ["provincial_agency", "punjab", "open"],
    ]);
    const notices = dueNotices(ports.db, ports.seal, ports.clock.at, 9);
    expect(notices.map(({ to, notice }) => [to, notice.template])).toEqual([["focal@fia.example", "referral_opened"]]);
  });

  test("priority_is_high_where_a_child_can_still_be_helped", async () => {
    const ports = caseFixture();
    const of = async (
      signs: ("child_in_danger" | "live_stream" | "child_known" | "new_material")[],
      category: string,
    ) => (await complain(ports, [`${ports.random(4).join("-")}.invalid`], { category, signs })).complaint.priority;
    expect(await of(["child_in_danger"], "child-abuse")).toBe("high");
    expect(await of(["new_material", "live_stream"], "child-abuse")).toBe("high");
    expect(await of(["new_material"], "child-abuse")).toBe("normal");
    expect(await of([], "child-abuse")).toBe("normal");
    expect(await of(["child_in_danger"], "decency")).toBe("normal");
  });

  test("a_duplicate_is_found_without_either_address_being_readable", async () => {
    const ports = caseFixture();
    const first = await complain(ports, [HIDDEN], { category: "child-abuse" });
    const second = await complain(
      ports,
      [HIDDEN.replace("https", "http").toUpperCase().replace("/GALLERY/7?X=1", "/gallery/7?x=1")],
      {
        category: "child-abuse",
      },
    );
    expect(second.complaint.joinedTo).toBe(first.complaint.id);
    expect(second.complaint.referrals).toEqual([]);
    const prints = ports.db.sqlite.prepare("SELECT target, host, parent FROM complaint_prints").all();
    expect(prints[0]).toEqual(prints[1]);
    const other = caseFixture({ seal: createSeal(new Uint8Array(32).fill(8), countedRandom()) });
    await complain(other, [HIDDEN], { category: "child-abuse" });
    expect(other.db.sqlite.prepare("SELECT target, host, parent FROM complaint_prints").all()[0]).not.toEqual(
      prints[0],
    );
  });
});

describe("whatever_names_a_sealed_address_goes_to_the_sealed_desk", () => {
  const listOf = async (ports: ReturnType<typeof caseFixture>, address: string) =>
    (await complain(ports, [address], { category: "decency" })).complaint.list;

  test("an_address_that_the_desk_knows_from_a_complaint", async () => {
    const ports = caseFixture();
    await complain(ports, [HIDDEN], { category: "child-abuse" });
    expect(await listOf(ports, HIDDEN)).toBe("sealed");
    expect(await listOf(ports, "https://www.veiled-marker.invalid/else")).toBe("general");
  });

  test("an_address_that_the_sealed_list_covers", async () => {
    const ports = caseFixture();
    approved(ports.db, ["veiled-marker.invalid"], { category: "child-abuse", list: "sealed" });
    expect(await listOf(ports, HIDDEN)).toBe("sealed");
    expect(await listOf(ports, "other.invalid")).toBe("general");
  });

  test("but_not_one_that_the_desk_has_cleared", async () => {
    const ports = caseFixture();
    const { complaint } = await complain(ports, [HIDDEN], { category: "child-abuse" });
    take(ports, act(ports, complaint.reference, "s.iqbal", "sealed"));
    answer(ports, act(ports, complaint.reference, "s.iqbal", "sealed"), "not_unlawful", "adults");
    expect(await listOf(ports, HIDDEN)).toBe("general");
  });

  test("the_complainant_cannot_tell_in_answer_status_or_message", async () => {
    const api = casesApi();
    const send = async (address: string) => {
      const { body } = await api.ask("POST", "/v1/complaints", {
        category: "decency",
        addresses: [address],
        contact: { email: WHO },
      });
      return body as { reference: string; followUpCode: string };
    };
    await sealedCase(api);
    const sealed = await send(HIDDEN);
    const general = await send("https://www.harmless.example/gallery/7?x=1");
    const { ports } = api;
    expect(complaintByReference(ports.db, sealed.reference)?.list).toBe("sealed");
    const plain = ({ reference: _, followUpCode: __, ...rest }: typeof sealed) => rest;
    expect(plain(sealed)).toEqual(plain(general));
    const status = async ({ reference, followUpCode }: typeof sealed) =>
      plain((await api.ask("GET", `/v1/complaints/${reference}`, undefined, { "follow-up-code": followUpCode })).body);
    expect(await status(sealed)).toEqual(await status(general));
    const primary = complaintByReference(ports.db, sealed.reference)?.joinedTo;
    expect(primary).toBe(1);
    const first = complaintById(ports.db, 1)?.reference ?? "";
    for (const [reference, desk, officer, template] of [
      [first, "sealed", "s.iqbal", "already_blocked"],
      [general.reference, "general", "b.ali", "other_authority"],
    ] as const) {
      const by = { desk, reference, officer, now: ports.now() };
      take(ports, by);
      answer(ports, by, template, "x");
    }
    expect(await status(general)).toMatchObject({ status: "passed_on", answer: { template: "other_authority" } });
    expect(await status(sealed)).toEqual(await status(general));
    const letters = dueNotices(ports.db, ports.seal, ports.now(), 9).filter(({ notice }) =>
      [sealed.reference, general.reference].includes(notice.reference),
    );
    const said = (reference: string) =>
      letters
        .filter(({ notice }) => notice.reference === reference)
        .map(({ notice: { reference: _, ...notice } }) => notice);
    expect(said(sealed.reference)).toHaveLength(2);
    expect(said(sealed.reference)).toEqual(said(general.reference));
  });
});

describe("what_turns_out_to_be_child_abuse", () => {
  test("goes_to_the_sealed_desk_with_everything_else_about_the_address_and_is_passed_on", async () => {
    const ports = caseFixture();
    const first = (await complain(ports, [HIDDEN])).complaint;
    const joined = (await complain(ports, [HIDDEN])).complaint;
    const other = (await complain(ports, [HIDDEN, "a.example"], { category: "hate-speech" })).complaint;
    const apart = (await complain(ports, ["a.example"])).complaint;
    take(ports, act(ports, first.reference));
    const input = { category: "child-abuse", urgency: "normal", priority: "high", reasons: `see ${HIDDEN}` } as const;
    triage(ports, act(ports, first.reference), input);
    for (const { reference } of [first, joined, other]) {
      expect(() => viewComplaint(ports, "general", reference)).toThrow(code("not_found"));
      expect(JSON.stringify(viewComplaint(ports, "sealed", reference))).not.toMatch(MARK);
    }
    expect(viewComplaint(ports, "general", apart.reference).related).toEqual([]);
    expect(viewComplaint(ports, "sealed", first.reference).referrals).toHaveLength(3);
    const history = reveal(ports, act(ports, first.reference, "s.iqbal", "sealed"), "first look").history;
    expect(history.find(({ kind }) => kind === "triaged")?.note).toBe(`see ${HIDDEN}`);
  });
});

test("one_that_was_joined_with_something_else_goes_alone", async () => {
  const ports = caseFixture();
  const elsewhere = (await complain(ports, ["a.example"])).complaint;
  const joined = (await complain(ports, [HIDDEN], { category: "hate-speech" })).complaint;
  take(ports, act(ports, joined.reference));
  join_(ports, act(ports, joined.reference), elsewhere.reference);
  const first = (await complain(ports, [HIDDEN])).complaint;
  take(ports, act(ports, first.reference));
  const input = { category: "child-abuse", urgency: "normal", priority: "high", reasons: "a child" } as const;
  triage(ports, act(ports, first.reference), input);
  expect(viewComplaint(ports, "sealed", joined.reference)).toMatchObject({ state: "received", joinedTo: null });
  expect(viewComplaint(ports, "general", elsewhere.reference).joiners).toEqual([]);
});

describe("nothing_that_leaves_the_desk_or_lies_on_the_disk_says_the_address", () => {
  test("answers_errors_log_lines_letters_audit_events_and_the_files_of_the_database", async () => {
    const folder = temporaryFolder();
    const db = openDatabase(join(folder, "hifazat.db"));
    const key = openSealedKey(db, join(folder, "keys", "sealed.key"), countedRandom());
    const ports = caseFixture(
      { seal: createSeal(key, countedRandom()), bodyMail: { hotline: "hot@line.example" } },
      db,
    );
    const said: string[] = [];
    const lines = new Writable({
      write(line, _, done) {
        said.push(String(line));
        done();
      },
    });
    const log = createLogger("trace", lines);
    const attempt = (work: () => unknown) => {
      try {
        said.push(JSON.stringify(work()) ?? "");
      } catch (error) {
        log.error({ err: error }, "failed");
        log.error({ failure: describeRequestError(error) }, "request failed");
        said.push(String(error), JSON.stringify(error));
      }
    };

    const { complaint } = await complain(ports, [HIDDEN, `not an address ${HIDDEN}`], {
      ...ABUSE,
      category: "child-abuse",
      signs: [],
      addresses: [HIDDEN, `not an address ${HIDDEN}`],
    });
    const later = (await complain(ports, ["https://www.veiled-marker.invalid/gallery/8"])).complaint;
    said.push(JSON.stringify(complaint));
    const box = join(folder, "mail");
    mkdirSync(box);
    writeFileSync(join(box, "1.eml"), `From: Ali <ali@people.example>\r\nSubject: child abuse\r\n\r\n${HIDDEN}\r\n`);
    said.push(JSON.stringify(await importMail(ports, box, "decency")));

    const sealed = (officer = "s.iqbal") => act(ports, complaint.reference, officer, "sealed");
    take(ports, sealed());
    attempt(() => take(ports, sealed("other")));
    attempt(() => refer(ports, sealed(), { body: "host", province: null, note: `host of ${HIDDEN}` }));
    attempt(() => reveal(ports, sealed(), `because of ${HIDDEN}`));
    attempt(() => answer(ports, sealed("other"), "not_unlawful", HIDDEN));
    attempt(() => viewComplaint(ports, "sealed", complaint.reference));
    attempt(() => viewComplaint(ports, "general", complaint.reference));
    reveal(ports, sealed(), "first look");
    take(ports, act(ports, later.reference));
    triage(ports, act(ports, later.reference), {
      ...{ category: "child-abuse", urgency: "normal", priority: "normal" },
      reasons: `like ${HIDDEN}`,
    });
    ports.clock.at += 1_000;
    answer(ports, sealed(), "other_authority", `passed on: ${HIDDEN}`);
    ports.clock.at += 80_000;
    escalateDue(ports, ports.clock.at);
    const letters = dueNotices(ports.db, ports.seal, ports.clock.at, 100);
    expect(letters.length).toBeGreaterThan(5);
    for (const message of letters) said.push(JSON.stringify(renderNotice(message, null)));
    for (const table of ["events", "audit", "notices", "complaints", "complaint_prints", "correspondents"])
      said.push(JSON.stringify(db.sqlite.prepare(`SELECT * FROM ${table}`).all()));
    expect(said.length).toBeGreaterThan(20);
    expect(said.filter((text) => MARK.test(text))).toEqual([]);

    const bytes = (names: string[]) => names.map((name) => readFileSync(join(folder, name)).toString("latin1"));
    const files = readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1));
    expect(files).toEqual(expect.arrayContaining(["hifazat.db", "hifazat.db-wal"]));
    for (const [index, text] of bytes(files).entries()) expect(MARK.test(text), files[index]).toBe(false);
    for (const text of bytes(files)) expect(text).not.toContain(WHO);
    db.sqlite.close();
  });

  test("over_http_neither", async () => {
    const api = casesApi();
    const texts: string[] = [];
    const { reference, followUpCode } = await sealedCase(api);
    const { browser } = await enrolled(api.access, api.staff, "s.iqbal", ["sealed_officer"]);
    const path = `/v1/cases/sealed-complaints/${reference}`;
    for (const [method, place, body] of [
      ["GET", "/v1/cases/sealed-complaints?state=any", undefined],
      ["GET", path, undefined],
      ["POST", `${path}/take`, undefined],
      ["POST", `${path}/refer`, { body: "police", note: HIDDEN }],
      ["POST", `${path}/reveal`, { reason: HIDDEN }],
      ["POST", `${path}/triage`, { category: HIDDEN, reasons: HIDDEN }],
      ["POST", `${path}/join`, { to: HIDDEN.slice(0, 40) }],
      ["POST", `${path}/answer`, { template: HIDDEN, reasons: HIDDEN }],
      ["POST", `${path}/answer`, { template: "other_authority", reasons: HIDDEN }],
      ["GET", path, undefined],
    ] as const)
      texts.push(JSON.stringify((await browser.call(method, place, body)).body));
    const followed = await api.ask("GET", `/v1/complaints/${reference}`, undefined, { "follow-up-code": followUpCode });
    texts.push(followed.text);
    texts.push((await api.ask("POST", "/v1/complaints", { ...ABUSE, category: HIDDEN })).text);
    texts.push((await api.ask("POST", "/v1/complaints", { ...ABUSE, language: HIDDEN })).text);
    texts.push((await api.ask("POST", "/v1/complaints", { ...ABUSE, [HIDDEN]: HIDDEN, signs: [HIDDEN] })).text);
    texts.push((await api.ask("GET", `/v1/complaints/${encodeURIComponent(HIDDEN)}`)).text);
    expect(followed.status).toBe(200);
    expect(texts.filter((text) => MARK.test(text))).toEqual([]);
    expect(JSON.stringify(api.counted)).not.toMatch(MARK);
    expect(api.failures).toEqual([]);
  });
});

describe("the_key_of_the_cases", () => {
  test("is_made_once_for_its_owner_only", () => {
    const ports = caseFixture();
    const file = join(temporaryFolder(), "keys", "sealed.key");
    const key = openSealedKey(ports.db, file, countedRandom());
    expect([key.length, statSync(file).mode & 0o777]).toEqual([32, 0o600]);
    expect(openSealedKey(ports.db, file, () => new Uint8Array(32))).toEqual(key);
  });

  test("lost_is_not_replaced_while_complaints_need_it", async () => {
    const ports = caseFixture();
    await complain(ports, [HIDDEN]);
    expect(() => openSealedKey(ports.db, join(temporaryFolder(), "sealed.key"), countedRandom())).toThrow(
      code("key_missing"),
    );
  });

  test("open_to_others_or_damaged_is_refused", () => {
    const ports = caseFixture();
    const file = join(temporaryFolder(), "sealed.key");
    writeFileSync(file, `${"ab".repeat(32)}\n`, { mode: 0o644 });
    expect(() => openSealedKey(ports.db, file, countedRandom())).toThrow(code("key_invalid"));
    writeFileSync(join(file, "..", "short.key"), "abcd\n", { mode: 0o600 });
    expect(() => openSealedKey(ports.db, join(file, "..", "short.key"), countedRandom())).toThrow(code("key_invalid"));
  });

  test("another_one_or_a_moved_text_opens_nothing", () => {
    const seal = createSeal(new Uint8Array(32).fill(1), countedRandom());
    const closed = seal.close("secret", "C-1/address/1");
    expect(seal.open(closed, "C-1/address/1")).toBe("secret");
    expect(() => seal.open(closed, "C-1/address/2")).toThrow(code("key_invalid"));
    const other = createSeal(new Uint8Array(32).fill(2), countedRandom());
    expect(() => other.open(closed, "C-1/address/1")).toThrow(code("key_invalid"));
    const damaged = Buffer.from(closed, "base64url");
    damaged[damaged.length - 1] = (damaged.at(-1) ?? 0) ^ 1;
    expect(() => seal.open(damaged.toString("base64url"), "C-1/address/1")).toThrow(code("key_invalid"));
    expect(() => createSeal(new Uint8Array(16), countedRandom())).toThrow(code("key_invalid"));
  });
});
