import type { Language } from "../../ui/language.ts";
import { type ActsWords, actsEn } from "./words-acts-en.ts";
import { actsUr } from "./words-acts-ur.ts";
import { type CasesWords, casesEn } from "./words-en.ts";
import { casesUr } from "./words-ur.ts";

export const CASES: Readonly<Record<Language, CasesWords>> = { ur: casesUr, en: casesEn };
export const ACTS: Readonly<Record<Language, ActsWords>> = { ur: actsUr, en: actsEn };
