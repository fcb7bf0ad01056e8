import type { Language } from "../ui/language.ts";
import { type SiteWords, siteEn } from "./words-en.ts";
import { siteUr } from "./words-ur.ts";

export const SITE: Readonly<Record<Language, SiteWords>> = { ur: siteUr, en: siteEn };
