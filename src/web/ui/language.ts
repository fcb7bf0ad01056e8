import type { Context } from "hono";
import { getCookie, setCookie } from "hono/cookie";
import { mostWanted } from "./most-wanted.ts";

export type Language = "ur" | "en";

export const DIRECTION = { ur: "rtl", en: "ltr" } as const satisfies Record<Language, string>;
export const OTHER = { ur: "en", en: "ur" } as const satisfies Record<Language, Language>;

const COOKIE = "language";
const YEAR_SECONDS = 365 * 86_400;

/** The language that stands first in `Accept-Language`; Urdu when it names neither. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  return mostWanted(acceptLanguage, languageOfTag) ?? "ur";
}

/**
 * The language of a page: what the address says (`?lang=ur`, from the page's switch), else what was switched to before,
 * else what the browser prefers. A switch is remembered; the cookie says "ur" or "en" and nothing else.
 */
export function languageOf(c: Context): Language {
  const asked = c.req.query("lang");
  if (asked === "ur" || asked === "en") return switchTo(c, asked);
  const kept = getCookie(c, COOKIE);
  return kept === "ur" || kept === "en" ? kept : chooseLanguage(c.req.header("accept-language"));
}

/** Remembers what somebody switched to. */
export function switchTo(c: Context, language: Language): Language {
  setCookie(c, COOKIE, language, { path: "/", httpOnly: true, sameSite: "Lax", maxAge: YEAR_SECONDS });
  return language;
}

/** The address of the same page in the other language. */
export function switchAddress(url: string, language: Language): string {
  const { pathname, searchParams } = new URL(url);
  searchParams.set("lang", OTHER[language]);
  return `${pathname}?${searchParams}`;
}

function languageOfTag(tag: string): Language | undefined {
  const primary = tag.split("-", 1)[0];
  return primary === "ur" || primary === "en" ? primary : undefined;
}
