/** Whom people are told to call. */
export type Helpline = {
  /** As people dial it: digits, spaces and hyphens, a plus sign at most before them. */
  readonly number: string;
  readonly name: { readonly en: string; readonly ur: string };
  /** Told to whoever complains of child abuse, also by programs. */
  readonly child: boolean;
};

/** Numbers people can dial; no other text can stand where one is shown as a link. */
export const HELPLINE_NUMBER = /^\+?\d[\d -]{1,18}\d$/;

/** Who is called where nothing else is configured (LAW.md). */
export const DEFAULT_HELPLINES: readonly Helpline[] = [
  { number: "1121", name: { en: "Child protection helpline", ur: "بچوں کے تحفظ کی ہیلپ لائن" }, child: true },
  { number: "1991", name: { en: "FIA Cyber Crime Wing", ur: "ایف آئی اے سائبر کرائم ونگ" }, child: true },
  {
    number: "0800-39393",
    name: {
      en: "Cyber harassment helpline, Digital Rights Foundation",
      ur: "سائبر ہراسانی ہیلپ لائن، ڈیجیٹل رائٹس فاؤنڈیشن",
    },
    child: false,
  },
];
