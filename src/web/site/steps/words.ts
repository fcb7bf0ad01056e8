import type { Language } from "../../ui/language.ts";
import { type StepsWords, stepsEn } from "./words-en.ts";
import { stepsUr } from "./words-ur.ts";

export const STEPS: Readonly<Record<Language, StepsWords>> = { ur: stepsUr, en: stepsEn };
