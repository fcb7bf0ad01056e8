import { simpleParser } from "mailparser";
import { SMTPServer } from "smtp-server";
import { describe, expect, test } from "vitest";
import { APPEAL_OUTCOMES } from "../../../src/core/appeal/appeal.ts";
import { CLOCK_LEVELS, CLOCK_NAMES } from "../../../src/core/clock/clock.ts";
import { ANSWER_TEMPLATES } from "../../../src/core/complaint/answer.ts";
import { LANGUAGES } from "../../../src/core/complaint/complaint.ts";
import { PUBLIC_STATUSES } from "../../../src/core/complaint/public-status.ts";
import type { Notice } from "../../../src/core/notice/notice.ts";
import { REFERRAL_BODIES } from "../../../src/core/referral/referral.ts";
import { deliverNotices, type Send } from "../../../src/distribute/mail/deliver.ts";
import { renderNotice } from "../../../src/distribute/mail/render.ts";
import { smtpSender } from "../../../src/distribute/mail/smtp.ts";
import { queueNotice } from "../../../src/storage/cases/notices.ts";
import { type CaseFixture, caseFixture } from "../../fixtures/cases.ts";

const reference = "C-7K3M-9Q2X";
const notice = { template: "complaint_received", reference } as const;

function queued(ports: CaseFixture, to = "ali@people.example", language: "en" | "ur" = "en") {
  queueNotice(ports.db, ports.seal, { to, language, notice, followUpCode: "AAAAA-BBBBB" }, ports.clock.at);
}
const deliver = (ports: CaseFixture, send: Send) => deliverNotices({ ...ports, send, followPage: null });
const rows = (ports: CaseFixture) =>
  ports.db.sqlite.prepare("SELECT state, attempts, failure, recipient FROM notices").all();

describe("outbox", () => {
  test("what_is_sent_is_sent_once_and_its_recipient_forgotten", async () => {
    const ports = caseFixture();
    queued(ports);
    const sent: string[] = [];
    const send: Send = async (to) => void sent.push(to);
    expect(await deliver(ports, send)).toEqual({ sent: 1, postponed: 0, givenUp: 0 });
    expect(await deliver(ports, send)).toEqual({ sent: 0, postponed: 0, givenUp: 0 });
    expect(sent).toEqual(["ali@people.example"]);
    expect(rows(ports)).toEqual([{ state: "sent", attempts: 1, failure: null, recipient: null }]);
  });

  test("a_server_that_is_away_is_tried_again_later_and_for_three_days", async () => {
    const ports = caseFixture();
    queued(ports);
    const away: Send = async () => {
      throw Object.assign(new Error("connect ali@people.example"), { code: "ECONNREFUSED" });
    };
    expect((await deliver(ports, away)).postponed).toBe(1);
    ports.clock.at += 59;
    expect((await deliver(ports, away)).postponed).toBe(0);
    const tries: number[] = [];
    for (let hour = 0; hour < 100; hour++) {
      ports.clock.at += 3_600;
      const { postponed, givenUp } = await deliver(ports, away);
      if (postponed + givenUp > 0) tries.push(hour);
    }
    expect(tries).toHaveLength(8);
    expect(rows(ports)).toEqual([{ state: "given_up", attempts: 9, failure: "ECONNREFUSED", recipient: null }]);
  });

  test("a_refusal_for_good_is_given_up_and_the_servers_words_are_not_kept", async () => {
    const ports = caseFixture();
    queued(ports);
    const refusing: Send = async () => {
      throw Object.assign(new Error("550 no ali@people.example here"), { responseCode: 550 });
    };
    expect((await deliver(ports, refusing)).givenUp).toBe(1);
    expect(rows(ports)).toEqual([{ state: "given_up", attempts: 1, failure: "550", recipient: null }]);
  });

  test("two_processes_never_send_one_message_at_the_same_time", async () => {
    const ports = caseFixture();
    queued(ports);
    let second: Awaited<ReturnType<typeof deliver>> | undefined;
    const slow: Send = async () => {
      second = await deliver(ports, async () => {});
    };
    expect((await deliver(ports, slow)).sent).toBe(1);
    expect(second?.sent).toBe(0);
  });

  test("one_that_died_while_sending_leaves_it_to_the_next", async () => {
    const ports = caseFixture();
    queued(ports);
    void deliver(ports, () => new Promise(() => {}));
    ports.clock.at += 900;
    expect((await deliver(ports, async () => {})).sent).toBe(1);
  });

  test("recipient_and_code_lie_encrypted_until_then", () => {
    const ports = caseFixture();
    queued(ports);
    const stored = JSON.stringify(ports.db.sqlite.prepare("SELECT * FROM notices").all());
    expect(stored).not.toContain("people.example");
    expect(stored).not.toContain("BBBBB");
  });
});

test("over_smtp_in_both_languages", async () => {
  const letters: Awaited<ReturnType<typeof simpleParser>>[] = [];
  const server = new SMTPServer({
    disabledCommands: ["AUTH", "STARTTLS"],
    onData: (stream, _, done) => {
      simpleParser(stream).then((letter) => {
        letters.push(letter);
        done();
      }, done);
    },
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  try {
    const address = server.server.address();
    const port = typeof address === "object" && address !== null ? address.port : 0;
    const from = "Hifazat <no-reply@registry.example>";
    const send = smtpSender({ host: "127.0.0.1", port, security: "none", user: null, password: null, from });
    const ports = caseFixture();
    queued(ports, "ali@people.example");
    queued(ports, "sana@people.example", "ur");
    expect((await deliver(ports, send)).sent).toBe(2);
    expect(letters.map(({ subject }) => subject)).toEqual([
      `Your complaint (${reference})`,
      `آپ کی شکایت (${reference})`,
    ]);
    expect(letters[0]?.text).toContain(`Its reference is ${reference}`);
    expect(letters[1]?.text).toContain(`\u2066${reference}\u2069`);
    expect(letters[0]?.text).toContain("AAAAA-BBBBB");
    expect(letters[0]?.headers.get("auto-submitted")).toBe("auto-generated");
  } finally {
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }
});

test("every_message_can_be_said_in_every_language", () => {
  const notices: Notice[] = [
    notice,
    { template: "appeal_received", reference },
    ...PUBLIC_STATUSES.flatMap((status) =>
      [null, ...ANSWER_TEMPLATES].map(
        (answer): Notice => ({ template: "complaint_concluded", reference, status, answer }),
      ),
    ),
    ...APPEAL_OUTCOMES.map((outcome): Notice => ({ template: "appeal_decided", reference, outcome })),
    ...CLOCK_LEVELS.flatMap((level) =>
      CLOCK_NAMES.map((clock): Notice => ({ template: "clock", reference, level, clock, dueAt: 1_795_478_400 })),
    ),
    ...REFERRAL_BODIES.map((body): Notice => ({ template: "referral_opened", reference, body, dueAt: 1_795_478_400 })),
  ];
  for (const one of notices)
    for (const language of LANGUAGES) {
      const letter = renderNotice({ notice: one, language, followUpCode: null }, "https://registry.example/follow");
      expect(letter.subject).toContain(reference);
      expect(`${letter.subject}${letter.text}`).not.toMatch(/undefined|null|\[object/);
      expect(/[\u0600-\u06ff]/.test(letter.text)).toBe(language === "ur");
      if (one.template === "clock") expect(letter.text).toContain("2026-11-24 05:00 PKT");
    }
});
