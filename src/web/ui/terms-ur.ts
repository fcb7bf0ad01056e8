import type { CategorySlug } from "../../core/category.ts";
import type { Ground } from "../../core/ground.ts";
import type { Terms } from "./terms-en.ts";

/** The words of the law and of the helplines in Urdu. */
export const termsUr: Terms = {
  grounds: {
    "glory-of-islam": "اسلام کی عظمت",
    security: "پاکستان کی سالمیت، سلامتی یا دفاع",
    "public-order": "امنِ عامہ",
    decency: "شائستگی یا اخلاق",
    contempt: "توہینِ عدالت",
    offence: "اس ایکٹ کے تحت کسی جرم کا ارتکاب یا اس پر اکسانا",
  } satisfies Record<Ground["slug"], string>,
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
  childAbuse: "بچوں کے ساتھ زیادتی",
};
