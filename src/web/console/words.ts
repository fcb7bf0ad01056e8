import type { Language } from "../ui/language.ts";
import { type ConsoleWords, consoleEn } from "./words-en.ts";
import { consoleUr } from "./words-ur.ts";

export const CONSOLE: Readonly<Record<Language, ConsoleWords>> = { ur: consoleUr, en: consoleEn };
