import type { AppealRecord } from "./appeal.ts";

export const APPEAL_STATUSES = {
  received: {
    en: "We have your appeal.",
    ur: "آپ کی اپیل موصول ہو گئی ہے۔",
  },
  being_reviewed: {
    en: "Officers who had no part in the block are looking at it.",
    ur: "وہ افسران آپ کی اپیل کا جائزہ لے رہے ہیں جن کا بلاک کرنے میں کوئی حصہ نہ تھا۔",
  },
  suspended: {
    en: "The block is lifted while officers look at your appeal.",
    ur: "آپ کی اپیل کے جائزے تک بلاک عارضی طور پر ختم کر دیا گیا ہے۔",
  },
  upheld: {
    en: "You were right: the block is lifted.",
    ur: "آپ کی اپیل منظور ہوئی: بلاک ختم کر دیا گیا ہے۔",
  },
  dismissed: {
    en: "The block stays. You may go to the High Court within the time given here.",
    ur: "بلاک برقرار ہے۔ آپ دی گئی مدت کے اندر ہائی کورٹ سے رجوع کر سکتے ہیں۔",
  },
  no_longer_blocked: {
    en: "The address is not on the list any more.",
    ur: "یہ پتہ اب فہرست میں نہیں ہے۔",
  },
  withdrawn: {
    en: "The appeal was withdrawn.",
    ur: "اپیل واپس لے لی گئی۔",
  },
  answered: {
    en: "No public entry covers this address. If it was blocked without one, officers have looked at the block again.",
    ur: "اس پتے کے لیے فہرست میں کوئی عوامی اندراج نہیں۔ اگر یہ پھر بھی بلاک تھا تو افسران نے اس پر نظرِ ثانی کر لی ہے۔",
  },
} as const satisfies Record<string, { en: string; ur: string }>;

export type PublicAppealStatus = keyof typeof APPEAL_STATUSES;
export const PUBLIC_APPEAL_STATUSES = Object.keys(APPEAL_STATUSES) as [PublicAppealStatus, ...PublicAppealStatus[]];

/**
 * What the appellant is told. When no public entry covers the address, it follows from the time alone, never from what
 * is done inside: an address on the sealed list and one on no list must look the same from outside (DESIGN 6).
 */
export function publicAppealStatus(appeal: AppealRecord, now: number): PublicAppealStatus {
  if (appeal.list !== "general") return now < appeal.clock.dueAt ? "received" : "answered";
  switch (appeal.state) {
    case "received":
      return "received";
    case "under_review":
    case "proposed":
      return appeal.suspended.length > 0 ? "suspended" : "being_reviewed";
    case "concluded":
      return appeal.outcome === null || appeal.outcome === "not_listed" ? "answered" : appeal.outcome;
  }
}
