import type { Language } from "../../ui/language.ts";
import { type AppealWords, appealEn } from "./words-en.ts";
import { appealUr } from "./words-ur.ts";

export const APPEAL: Readonly<Record<Language, AppealWords>> = { ur: appealUr, en: appealEn };
