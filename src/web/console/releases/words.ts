import type { Language } from "../../ui/language.ts";
import { type ReleasesWords, releasesEn } from "./words-en.ts";
import { releasesUr } from "./words-ur.ts";

export const RELEASES: Readonly<Record<Language, ReleasesWords>> = { ur: releasesUr, en: releasesEn };
