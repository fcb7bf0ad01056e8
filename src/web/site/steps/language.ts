import type { Context } from "hono";
import { type Language, languageOf, switchTo } from "../../ui/language.ts";
import type { Draft } from "./draft.ts";

/** The language that the page's switch asks for with the form under way; else the language as it is. */
export function askedLanguage(c: Context, draft: Draft): Language {
  const asked = draft.text("lang");
  return asked === "ur" || asked === "en" ? switchTo(c, asked) : languageOf(c);
}
