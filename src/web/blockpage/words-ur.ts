import type { CategorySlug } from "../../core/category.ts";
import type { Ground } from "../../core/ground.ts";

/** Urdu comes first: the English words have the type of these. */
export const ur = {
  title: "یہ پتا بند ہے",
  otherLanguage: "اردو میں پڑھیں",
  blocked: "یہ پتا پاکستان کے قانون کے تحت بند کیا گیا ہے۔ آپ کا نیٹ ورک اس حکم پر عمل کرنے کا پابند ہے۔",
  general:
    "اس پتے کی بندش کی تفصیل عوام کے لیے شائع نہیں ہے، یا یہ پتا فہرست سے نکالا جا چکا ہے اور اس نیٹ ورک پر جلد کھل جائے گا۔",
  labels: {
    address: "فہرست میں درج پتا",
    entry: "اندراج نمبر",
    category: "زمرہ",
    ground: "قانونی وجہ",
    law: "قانون اور دفعہ",
    authority: "حکم دینے والا ادارہ",
    order: "حکم نمبر",
    since: "کب سے بند ہے",
    review: "نظرثانی کی تاریخ",
  },
  appealTitle: "اگر آپ کو اس پر اعتراض ہے",
  appeal:
    "جو بھی اس بندش سے متاثر ہو، وہ اپیل کر سکتا ہے؛ صرف پتا بتانا کافی ہے۔ قانون کے تحت نظرثانی کی درخواست 30 دن کے اندر دی جا سکتی ہے، اور نظرثانی کے فیصلے کے خلاف 30 دن کے اندر ہائی کورٹ میں اپیل ہو سکتی ہے۔",
  appealLink: "اپیل کریں",
  helpTitle: "مدد کے لیے فون کریں",
  help: {
    "1121": "بچوں کے تحفظ کی ہیلپ لائن",
    "1991": "ایف آئی اے سائبر کرائم ونگ",
    "0800-39393": "سائبر ہراسانی ہیلپ لائن، ڈیجیٹل رائٹس فاؤنڈیشن",
  },
  privacy: "یہ صفحہ کوئی کوکی نہیں رکھتا اور یہ درج نہیں کرتا کہ آپ نے کیا کھولنا چاہا۔",
  grounds: {
    "glory-of-islam": "اسلام کی عظمت",
    security: "پاکستان کی سالمیت، سلامتی یا دفاع",
    "public-order": "امنِ عامہ",
    decency: "شائستگی یا اخلاق",
    contempt: "توہینِ عدالت",
    offence: "اس ایکٹ کے تحت کسی جرم کا ارتکاب یا اس پر اکسانا",
  } satisfies Record<Ground["slug"], string>,
  // No word for `child-abuse`: it is on the sealed list, and this page knows nothing of that list.
  categories: {
    defence: "پاکستان کی سلامتی اور دفاع",
    "glory-of-islam": "اسلام کی عظمت",
    contempt: "توہینِ عدالت",
    decency: "شائستگی اور اخلاق",
    defamation: "ہتکِ عزت اور جعلی شناخت",
    modesty: "کسی شخص کی حیا",
    dignity: "کسی شخص کا وقار",
    "public-order": "امنِ عامہ",
    "hate-speech": "فرقہ وارانہ اور نفرت انگیز مواد",
    incitement: "جرم پر اکسانا",
    proxy: "پراکسی",
    miscellaneous: "متفرق",
  } satisfies Record<Exclude<CategorySlug, "child-abuse">, string>,
};

export type Words = typeof ur;
export type Helpline = keyof Words["help"];
export const HELPLINES: readonly Helpline[] = ["1121", "1991", "0800-39393"];
