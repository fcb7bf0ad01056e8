import type { Language } from "../../ui/language.ts";
import { sourcesEn } from "./words-en.ts";
import { sourcesUr } from "./words-ur.ts";

export const SOURCES: Readonly<Record<Language, typeof sourcesEn>> = { en: sourcesEn, ur: sourcesUr };
