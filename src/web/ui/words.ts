import type { Language } from "./language.ts";
import { type UiWords, uiEn } from "./words-en.ts";
import { uiUr } from "./words-ur.ts";

export const UI: Readonly<Record<Language, UiWords>> = { ur: uiUr, en: uiEn };
