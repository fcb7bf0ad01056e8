import type { Language } from "../../ui/language.ts";
import { type SessionWords, sessionEn } from "./words-en.ts";
import { sessionUr } from "./words-ur.ts";

export const SESSION_WORDS: Readonly<Record<Language, SessionWords>> = { ur: sessionUr, en: sessionEn };
