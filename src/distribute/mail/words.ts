import type { AppealOutcome } from "../../core/appeal/appeal.ts";
import { APPEAL_STATUSES } from "../../core/appeal/public-status.ts";
import type { ClockLevel, ClockName } from "../../core/clock/clock.ts";
import type { Language } from "../../core/complaint/complaint.ts";
import type { ReferralBody } from "../../core/referral/referral.ts";

/** What messages say, apart from the texts that pages say too (core/complaint, core/appeal). */
type Words = {
  readonly received: { readonly subject: string; readonly text: string };
  readonly code: string;
  readonly follow: string;
  readonly concluded: { readonly subject: string };
  readonly appealReceived: { readonly subject: string; readonly text: string };
  readonly appealDecided: { readonly subject: string };
  readonly clock: Readonly<Record<ClockLevel, string>>;
  readonly clockNames: Readonly<Record<ClockName, string>>;
  readonly due: string;
  readonly quarantined: string;
  readonly referral: { readonly subject: string; readonly text: string };
  readonly bodies: Readonly<Record<ReferralBody, string>>;
  readonly footer: string;
};

export const WORDS: Readonly<Record<Language, Words>> = {
  en: {
    received: { subject: "Your complaint", text: "We have your complaint. Its reference is" },
    code: "Your follow-up code. Keep it: it is not sent again:",
    follow: "You can see what becomes of it with the reference and your follow-up code.",
    concluded: { subject: "Your complaint is decided" },
    appealReceived: { subject: "Your appeal", text: "We have your appeal. Its reference is" },
    appealDecided: { subject: "Your appeal is decided" },
    clock: { warning: "A legal time limit is about to run out", breach: "A legal time limit has run out" },
    clockNames: {
      normal: "48 hours",
      emergency: "emergency, 12 hours",
      child_abuse: "child abuse, 2 hours",
      referral: "referral",
      review: "appeal",
      high_court: "High Court",
    },
    due: "Due",
    quarantined: "A source's list is kept aside until a senior officer decides",
    referral: { subject: "A case for you", text: "A case was passed to you. Please ask the registry's desk for it." },
    bodies: {
      fia_focal_unit: "FIA cyber crime wing, focal unit",
      hotline: "Hotline",
      host: "Hosting provider",
      platform: "Platform",
      provincial_agency: "Provincial child protection agency",
      police: "Police",
      fia_technical_opinion: "FIA, technical opinion",
    },
    footer: "This message was written by a program. Addresses and what you sent are never repeated in mail.",
  },
  ur: {
    received: { subject: "آپ کی شکایت", text: "آپ کی شکایت موصول ہو گئی ہے۔ اس کا حوالہ نمبر یہ ہے:" },
    code: "آپ کا فالو اَپ کوڈ۔ اسے محفوظ رکھیں، یہ دوبارہ نہیں بھیجا جائے گا:",
    follow: "حوالہ نمبر اور فالو اَپ کوڈ سے آپ اپنی درخواست کی صورتحال دیکھ سکتے ہیں۔",
    concluded: { subject: "آپ کی شکایت پر فیصلہ ہو گیا ہے" },
    appealReceived: { subject: "آپ کی اپیل", text: "آپ کی اپیل موصول ہو گئی ہے۔ اس کا حوالہ نمبر یہ ہے:" },
    appealDecided: { subject: "آپ کی اپیل پر فیصلہ ہو گیا ہے" },
    clock: { warning: "قانونی مدت ختم ہونے والی ہے", breach: "قانونی مدت ختم ہو گئی ہے" },
    clockNames: {
      normal: "اڑتالیس گھنٹے",
      emergency: "ہنگامی، بارہ گھنٹے",
      child_abuse: "بچوں سے زیادتی، دو گھنٹے",
      referral: "حوالگی",
      review: "اپیل",
      high_court: "ہائی کورٹ",
    },
    due: "آخری وقت",
    quarantined: "ایک ذریعے کی فہرست سینئر افسر کے فیصلے تک روک لی گئی ہے",
    referral: {
      subject: "آپ کے لیے ایک معاملہ",
      text: "ایک معاملہ آپ کے سپرد کیا گیا ہے۔ تفصیل رجسٹری کے دفتر سے لیں۔",
    },
    bodies: {
      fia_focal_unit: "ایف آئی اے سائبر کرائم ونگ، فوکل یونٹ",
      hotline: "ہاٹ لائن",
      host: "ہوسٹنگ فراہم کنندہ",
      platform: "پلیٹ فارم",
      provincial_agency: "صوبائی ادارہ برائے تحفظِ اطفال",
      police: "پولیس",
      fia_technical_opinion: "ایف آئی اے، تکنیکی رائے",
    },
    footer: "یہ پیغام خودکار طور پر لکھا گیا ہے۔ پتے اور آپ کی بھیجی ہوئی معلومات ای میل میں کبھی نہیں دہرائی جاتیں۔",
  },
};

/** What an appellant reads of the outcome. */
export function outcomeText(outcome: AppealOutcome, language: Language): string {
  return APPEAL_STATUSES[outcome === "not_listed" ? "answered" : outcome][language];
}
