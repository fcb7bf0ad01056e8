import type { UiWords } from "./words-en.ts";

export const uiUr: UiWords = {
  service: "حفاظت",
  serviceLong: "حفاظت: بند پتوں کا رجسٹر",
  skip: "اصل مواد پر جائیں",
  otherLanguage: "English",
  menu: "مینو",
  wayBack: "واپسی کا راستہ",
  back: "واپس",
  problem: "ایک مسئلہ ہے",
  error: "غلطی",
  errorPrefix: "غلطی: ",
  optional: "اختیاری",
  next: "اگلا",
  previous: "پچھلا",
  pages: "صفحات",
  warning: "خبردار",
  success: "ہو گیا",
  important: "اہم",
  change: "تبدیل کریں",
  nothing: "کوئی نہیں",
  yes: "ہاں",
  no: "نہیں",
  footer: {
    heading: "اس سروس کے بارے میں",
    accessibility: "سہولتِ رسائی",
    help: "مدد",
    api: "پروگراموں کے لیے (API)",
    law: "الیکٹرانک جرائم کی روک تھام کا قانون 2016، دفعہ 37",
  },
  errors: {
    title: "معذرت، ایک مسئلہ پیش آ گیا ہے",
    notFoundTitle: "صفحہ نہیں ملا",
    notFound:
      "اگر آپ نے پتا خود لکھا ہے تو اسے دوبارہ دیکھ لیں۔ اگر کسی لنک سے آئے ہیں تو ہو سکتا ہے صفحہ منتقل ہو چکا ہو۔",
    internal:
      "خرابی درج کر لی گئی ہے۔ براؤزر میں واپس جائیں تو آپ کا لکھا ہوا ضائع نہیں ہو گا۔ بعد میں دوبارہ کوشش کریں۔",
    unavailable: "یہ اس وقت دستیاب نہیں ہے۔ چند منٹ بعد دوبارہ کوشش کریں۔",
    tooMany: "آپ کے نیٹ ورک سے بہت زیادہ درخواستیں آئی ہیں۔ چند منٹ انتظار کریں، پھر دوبارہ کوشش کریں۔",
  },
};
