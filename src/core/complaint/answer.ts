import type { Outcome } from "./complaint.ts";

/** Answers that an officer chooses from; what the complainant reads is this text and nothing that an officer typed. */
export const ANSWERS = [
  {
    slug: "not_unlawful",
    outcome: "not_blocked",
    en: "We looked at the address. What is there does not meet the legal grounds for blocking, so it is not blocked.",
    ur: "ہم نے اس پتے کا جائزہ لیا۔ وہاں موجود مواد بلاک کرنے کی قانونی بنیادوں پر پورا نہیں اترتا، اس لیے اسے بلاک نہیں کیا گیا۔",
  },
  {
    slug: "not_found",
    outcome: "not_blocked",
    en: "We could not find what you describe at the address. Please complain again with the exact address of the page.",
    ur: "جو آپ نے بتایا وہ اس پتے پر نہیں ملا۔ براہِ کرم صفحے کا درست پتہ دے کر دوبارہ شکایت کریں۔",
  },
  {
    slug: "insufficient",
    outcome: "not_blocked",
    en: "What you sent is not enough to decide. Please complain again and say what is unlawful and where it is.",
    ur: "بھیجی گئی معلومات فیصلے کے لیے کافی نہیں۔ براہِ کرم دوبارہ شکایت کریں اور بتائیں کہ کیا چیز خلافِ قانون ہے اور کہاں ہے۔",
  },
  {
    slug: "already_blocked",
    outcome: "blocked",
    en: "The address is on the list already. If you can still open it, please tell your internet provider.",
    ur: "یہ پتہ پہلے سے فہرست میں ہے۔ اگر یہ اب بھی کھلتا ہے تو اپنے انٹرنیٹ فراہم کنندہ کو بتائیں۔",
  },
  {
    slug: "removed_at_source",
    outcome: "passed_on",
    en: "The platform has removed it, so there is nothing left to block.",
    ur: "پلیٹ فارم نے یہ مواد ہٹا دیا ہے، اس لیے اب بلاک کرنے کو کچھ باقی نہیں۔",
  },
  {
    slug: "asked_platform",
    outcome: "passed_on",
    en: "Providers cannot block a single page of this platform. We have asked the platform to remove it.",
    ur: "انٹرنیٹ فراہم کنندگان اس پلیٹ فارم کا ایک صفحہ بلاک نہیں کر سکتے۔ ہم نے پلیٹ فارم سے اسے ہٹانے کو کہا ہے۔",
  },
  {
    slug: "other_authority",
    outcome: "passed_on",
    en: "This is for another authority, and we have passed your complaint on to it.",
    ur: "یہ معاملہ کسی دوسرے ادارے کا ہے، اور ہم نے آپ کی شکایت اسے بھیج دی ہے۔",
  },
] as const satisfies readonly { slug: string; outcome: Outcome; en: string; ur: string }[];

export type AnswerTemplate = (typeof ANSWERS)[number]["slug"];
export const ANSWER_TEMPLATES = ANSWERS.map(({ slug }) => slug) as [AnswerTemplate, ...AnswerTemplate[]];

const BY_SLUG = new Map<AnswerTemplate, (typeof ANSWERS)[number]>(ANSWERS.map((answer) => [answer.slug, answer]));

export function answerNamed(template: AnswerTemplate): (typeof ANSWERS)[number] {
  const found = BY_SLUG.get(template);
  if (found === undefined) throw new RangeError(`no answer ${template}`);
  return found;
}
