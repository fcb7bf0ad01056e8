import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, onTestFinished, test } from "vitest";
import { followComplaint } from "../../../src/intake/complaints/follow.ts";
import { importMail } from "../../../src/intake/complaints/import-mail.ts";
import { reveal } from "../../../src/review/complaints/reveal.ts";
import { viewComplaint } from "../../../src/review/complaints/view.ts";
import { dueNotices } from "../../../src/storage/cases/notices.ts";
import { act, caseFixture } from "../../fixtures/cases.ts";

const PICTURE = Buffer.from("not really a picture").toString("base64");

function mail(change: { subject?: string; text?: string; from?: string; headers?: string; attachment?: boolean } = {}) {
  const {
    subject = "Complaint",
    text = "Please block https://a.example/page",
    from = "Ali <ali@people.example>",
  } = change;
  const head = `From: ${from}\r\nTo: complaints@registry.example\r\nSubject: ${subject}\r\n${change.headers ?? ""}MIME-Version: 1.0\r\n`;
  if (change.attachment !== true) return `${head}Content-Type: text/plain; charset=utf-8\r\n\r\n${text}\r\n`;
  return `${head}Content-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\nContent-Type: text/plain\r\n\r\n${text}\r\n--b\r\nContent-Type: image/png; name=evidence.png\r\nContent-Transfer-Encoding: base64\r\nContent-Disposition: attachment\r\n\r\n${PICTURE}\r\n--b--\r\n`;
}

function mailbox(...mails: string[]) {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-mail-"));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mails.forEach((text, index) => {
    writeFileSync(join(folder, `${index}.eml`), text);
  });
  return folder;
}

test("a_mail_becomes_a_complaint_and_its_file_goes", async () => {
  const ports = caseFixture();
  const folder = mailbox(mail({ subject: "[Hate speech] x", text: "See https://a.example/page and http://b.example" }));
  const { received, again, unread } = await importMail(ports, folder, "decency");
  expect([received.length, again, unread, readdirSync(folder)]).toEqual([1, 0, 0, []]);
  const view = viewComplaint(ports, "general", received[0] ?? "");
  expect(view).toMatchObject({ channel: "email", queue: "slow", category: "hate-speech", addresses: 2 });
  expect(view.statement?.description).toContain("See https://a.example/page");
});

test("whoever_wrote_gets_the_reference_and_the_code_by_mail", async () => {
  const ports = caseFixture();
  const { received } = await importMail(ports, mailbox(mail()), "decency");
  const [notice] = dueNotices(ports.db, ports.seal, ports.clock.at, 9);
  expect([notice?.to, notice?.notice.reference]).toEqual(["ali@people.example", received[0]]);
  const found = await followComplaint(ports, received[0] ?? "", notice?.followUpCode ?? "", "192.0.2.1");
  expect(found.status).toBe("received");
});

test("a_program_is_not_answered", async () => {
  const ports = caseFixture();
  const mails = ["Auto-Submitted: auto-replied\r\n", "List-Id: <x.example>\r\n", "Precedence: bulk\r\n"].map(
    (headers) => mail({ headers }),
  );
  expect((await importMail(ports, mailbox(...mails), "decency")).received).toHaveLength(3);
  expect(dueNotices(ports.db, ports.seal, ports.clock.at, 9)).toEqual([]);
});

test("one_left_behind_by_a_crash_becomes_no_second_complaint", async () => {
  const ports = caseFixture();
  await importMail(ports, mailbox(mail()), "decency");
  const { received, again } = await importMail(ports, mailbox(mail()), "decency");
  expect([received, again]).toEqual([[], 1]);
});

describe("files_are_never_accepted", () => {
  test("a_file_in_a_mail_is_dropped_and_counted", async () => {
    const ports = caseFixture();
    const folder = mailbox(mail({ attachment: true }));
    const { received } = await importMail(ports, folder, "decency");
    const view = viewComplaint(ports, "general", received[0] ?? "");
    expect(view.statement?.description).toContain("[1 files were dropped unread.]");
    expect(readdirSync(folder)).toEqual([]);
    const rows = ports.db.sqlite.prepare("SELECT data FROM events").pluck().all();
    expect(JSON.stringify(rows)).not.toContain(PICTURE);
  });
});

test("child_abuse_goes_to_the_sealed_desk_whatever_the_mailbox", async () => {
  const ports = caseFixture();
  const text = "child abuse at https://hidden.invalid/x";
  const { received } = await importMail(ports, mailbox(mail({ text })), "decency");
  expect(() => viewComplaint(ports, "general", received[0] ?? "")).toThrow(
    expect.objectContaining({ code: "not_found" }),
  );
  const shown = reveal(ports, act(ports, received[0] ?? "", "s.iqbal", "sealed"), "triage");
  expect(shown.addresses).toEqual(["https://hidden.invalid/x"]);
});

test("what_names_no_address_or_is_no_mail_waits_for_a_person", async () => {
  const ports = caseFixture();
  const folder = mailbox(mail({ text: "please help" }), "\u0000\u0001 garbage", mail());
  writeFileSync(join(folder, "notes.txt"), "not a mail");
  const { received, unread } = await importMail(ports, folder, "decency");
  expect([received.length, unread]).toEqual([1, 2]);
  expect(readdirSync(folder).sort()).toEqual(["notes.txt", "unread"]);
  expect(readFileSync(join(folder, "unread", "0.eml"), "utf8")).toContain("please help");
});

test("a_forged_sender_that_is_no_address_leaves_the_complaint_anonymous", async () => {
  const ports = caseFixture();
  const { received } = await importMail(ports, mailbox(mail({ from: "undisclosed" })), "decency");
  expect(viewComplaint(ports, "general", received[0] ?? "").complainant.kind).toBe("anonymous");
});
