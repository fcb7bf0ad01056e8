import type { Language } from "../../ui/language.ts";
import { type CheckWords, checkEn } from "./words-en.ts";
import { checkUr } from "./words-ur.ts";

export const CHECK: Readonly<Record<Language, CheckWords>> = { ur: checkUr, en: checkEn };
