import type { Language } from "../../ui/language.ts";
import { type ComplainWords, complainEn } from "./words-en.ts";
import { complainUr } from "./words-ur.ts";

export const COMPLAIN: Readonly<Record<Language, ComplainWords>> = { ur: complainUr, en: complainEn };
