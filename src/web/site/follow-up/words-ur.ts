import type { FollowUpWords } from "./words-en.ts";

export const followUpUr: FollowUpWords = {
  title: "شکایت یا اپیل کا حال جانیں",
  hint: "دونوں اس وقت دکھائے گئے تھے جب آپ نے شکایت یا اپیل بھیجی۔ یہ ای میل سے دوبارہ نہیں بھیجے جاتے۔",
  reference: "حوالہ نمبر",
  referenceHint: "شکایت کا نمبر C سے اور اپیل کا A سے شروع ہوتا ہے",
  code: "کوڈ",
  codeHint: "پانچ پانچ حروف اور ہندسوں کے چار حصے",
  button: "دیکھیں کہ معاملہ کہاں ہے",
  missingReference: "حوالہ نمبر لکھیں، جیسے \u2066C-7K3M-9Q2X\u2069",
  missingCode: "کوڈ لکھیں",
  notFound: "اس حوالہ نمبر اور کوڈ سے کچھ نہیں ملا۔ دونوں دوبارہ دیکھیں: ان میں حرف O اور حرف I نہیں ہوتے۔",
  status: "معاملہ کہاں ہے",
  complaint: "آپ کی شکایت",
  appeal: "آپ کی اپیل",
  received: "موصول ہوئی",
  concluded: "مکمل ہوئی",
  category: "زمرہ",
  answer: "جواب",
  answerBy: "فیصلہ کب تک",
  courtUntil: "ہائی کورٹ سے رجوع کب تک",
  another: "کوئی اور دیکھیں",
};
