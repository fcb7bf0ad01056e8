import type { Choice } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import type { Language } from "../../ui/language.ts";
import { DECIDE } from "./words.ts";

/** Reasons that are given often, as they are kept with a decision: in both languages. */
const TEMPLATES = {
  lawful: {
    en: "The addresses carry content that the ground named in the order covers, and no narrower measure would do.",
    ur: "ان پتوں پر وہ مواد ہے جو حکم میں دی گئی قانونی وجہ میں آتا ہے، اور اس سے کم کوئی اقدام کافی نہیں۔",
  },
  court: {
    en: "A court has ordered this block.",
    ur: "اس بندش کا حکم عدالت نے دیا ہے۔",
  },
  wide: {
    en: "The order would also block what it does not name: it has to be made narrower.",
    ur: "یہ حکم وہ مواد بھی بند کر دے گا جس کا اس میں ذکر نہیں: اسے محدود کیا جائے۔",
  },
  unproved: {
    en: "The evidence does not show that the ground named in the order covers the content.",
    ur: "ثبوت سے یہ ظاہر نہیں ہوتا کہ مواد حکم میں دی گئی قانونی وجہ میں آتا ہے۔",
  },
  gone: {
    en: "The content is no longer at these addresses.",
    ur: "ان پتوں پر اب وہ مواد نہیں ہے۔",
  },
} as const satisfies Record<string, Readonly<Record<Language, string>>>;

export const TEMPLATE_FIELD = "template";

export function templateChoices(language: Language): readonly Choice[] {
  const none = { value: "", text: DECIDE[language].form.without };
  return [none, ...Object.entries(TEMPLATES).map(([value, text]) => ({ value, text: text[language] }))];
}

/** The chosen template in both languages, then what was written; "" when there is neither. */
export function reasonsOf(form: Form): string {
  const chosen = form.text(TEMPLATE_FIELD);
  const template = Object.hasOwn(TEMPLATES, chosen) ? TEMPLATES[chosen as keyof typeof TEMPLATES] : undefined;
  return [template?.en, template?.ur, form.text("reasons")].filter(Boolean).join("\n");
}
