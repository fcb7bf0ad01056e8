import { answerNamed } from "../../core/complaint/answer.ts";
import type { Language } from "../../core/complaint/complaint.ts";
import { STATUSES } from "../../core/complaint/public-status.ts";
import type { QueuedNotice } from "../../storage/cases/notices.ts";
import { outcomeText, WORDS } from "./words.ts";

export type Letter = { readonly subject: string; readonly text: string };

/** A message as it is sent: plain text, nothing that a person typed. `followPage`: the address of the page where cases are followed up, if there is one. */
export function renderNotice({ notice, language, followUpCode }: Message, followPage: string | null): Letter {
  const words = WORDS[language];
  const reference = ltr(notice.reference, language);
  const letter = (subject: string, ...lines: (string | null)[]): Letter => ({
    subject: `${subject} (${notice.reference})`,
    text: `${[...lines, "--", words.footer].filter((line) => line !== null).join("\n\n")}\n`,
  });
  const page = followPage === null ? null : ltr(followPage, language);
  switch (notice.template) {
    case "complaint_received": {
      const code = followUpCode === null ? null : `${words.code} ${ltr(followUpCode, language)}`;
      return letter(words.received.subject, `${words.received.text} ${reference}`, code, words.follow, page);
    }
    case "complaint_concluded": {
      const answer = notice.answer === null ? null : answerNamed(notice.answer)[language];
      return letter(
        words.concluded.subject,
        reference,
        answer ?? STATUSES[notice.status][language],
        words.follow,
        page,
      );
    }
    case "appeal_received":
      return letter(words.appealReceived.subject, `${words.appealReceived.text} ${reference}`, words.follow, page);
    case "appeal_decided":
      return letter(words.appealDecided.subject, reference, outcomeText(notice.outcome, language), words.follow, page);
    case "clock": {
      const what = `${words.clock[notice.level]}: ${reference}, ${words.clockNames[notice.clock]}.`;
      return letter(words.clock[notice.level], what, `${words.due}: ${ltr(time(notice.dueAt), language)}`);
    }
    case "source_quarantined":
      return letter(words.quarantined, `${words.quarantined}: ${reference}, ${ltr(notice.code, language)}.`);
    case "referral_opened": {
      const body = words.bodies[notice.body];
      const due = `${words.due}: ${ltr(time(notice.dueAt), language)}`;
      return letter(words.referral.subject, `${body}: ${words.referral.text} ${reference}`, due);
    }
  }
}

type Message = Pick<QueuedNotice, "notice" | "language" | "followUpCode">;

/** In right-to-left text a number, code or address needs its own direction (U+2066 … U+2069). */
function ltr(text: string, language: Language): string {
  return language === "ur" ? `\u2066${text}\u2069` : text;
}

/** Pakistan has one time zone and no summer time. */
const time = (seconds: number): string =>
  `${new Date((seconds + 5 * 3_600) * 1_000).toISOString().slice(0, 16).replace("T", " ")} PKT`;
