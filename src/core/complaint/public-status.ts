import type { AnswerTemplate } from "./answer.ts";
import type { ComplaintRecord } from "./complaint.ts";

/** What a complainant is told: plain words, and never anything about the sealed list. */
export const STATUSES = {
  received: {
    en: "We have your complaint. Nobody has looked at it yet.",
    ur: "آپ کی شکایت موصول ہو گئی ہے۔ ابھی اس کا جائزہ شروع نہیں ہوا۔",
  },
  being_reviewed: {
    en: "An officer is looking at it.",
    ur: "ایک افسر آپ کی شکایت کا جائزہ لے رہا ہے۔",
  },
  order_in_preparation: {
    en: "An officer has proposed to block the address. A second officer decides.",
    ur: "ایک افسر نے پتہ بلاک کرنے کی تجویز دی ہے۔ دوسرا افسر فیصلہ کرے گا۔",
  },
  blocked: {
    en: "The address is blocked.",
    ur: "یہ پتہ بلاک کر دیا گیا ہے۔",
  },
  not_blocked: {
    en: "The address is not blocked.",
    ur: "یہ پتہ بلاک نہیں کیا گیا۔",
  },
  passed_on: {
    en: "It is with the authority responsible. We cannot say more about it here.",
    ur: "معاملہ متعلقہ ادارے کے پاس ہے۔ ہم یہاں اس بارے میں مزید نہیں بتا سکتے۔",
  },
  closed: {
    en: "The complaint is closed.",
    ur: "شکایت بند کر دی گئی ہے۔",
  },
} as const satisfies Record<string, { en: string; ur: string }>;

export type PublicStatus = keyof typeof STATUSES;
export const PUBLIC_STATUSES = Object.keys(STATUSES) as [PublicStatus, ...PublicStatus[]];

/**
 * What the complainant is told of a complaint; `primary` is the one it joined. On the sealed desk every end is the
 * same: whoever could learn that an address was blocked or joined there could ask the sealed list one address at a time.
 */
export function publicStatus(complaint: ComplaintRecord, primary: ComplaintRecord | undefined): PublicStatus {
  if (complaint.list === "sealed") {
    if (complaint.state === "concluded") return "passed_on";
    return complaint.state === "under_review" || complaint.state === "ordered" ? "being_reviewed" : "received";
  }
  switch (complaint.state) {
    case "received":
      return "received";
    case "under_review":
      return "being_reviewed";
    case "ordered":
      return "order_in_preparation";
    case "joined":
      return primary === undefined || primary.state === "joined" ? "received" : publicStatus(primary, undefined);
    case "concluded":
      return complaint.outcome === "dropped" || complaint.outcome === null ? "closed" : complaint.outcome;
  }
}

/** The answer the complainant reads; null while there is none, and when the status says all. */
export function publicAnswer(complaint: ComplaintRecord): AnswerTemplate | null {
  if (complaint.state !== "concluded") return null;
  return complaint.list === "sealed" ? "other_authority" : complaint.answer;
}
