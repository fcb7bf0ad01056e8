import { groundNamed } from "../../core/ground.ts";
import type { Language } from "../ui/language.ts";
import { TERMS } from "../ui/terms.ts";
import type { BlockedEntry } from "./blocked-entry.ts";
import { shorten } from "./shown.ts";
import { en } from "./words-en.ts";
import { ur, type Words } from "./words-ur.ts";

export const WORDS: Readonly<Record<Language, Words>> = { ur, en };

/** One line of what is known of a block. `foreign`: not in the page's language; it keeps its own direction. */
export type Fact = { readonly label: string; readonly text: string; readonly foreign: boolean };

const dates = (locale: string): Intl.DateTimeFormat =>
  new Intl.DateTimeFormat(locale, { dateStyle: "long", timeZone: "Asia/Karachi", calendar: "gregory" });
const DATES: Readonly<Record<Language, Intl.DateTimeFormat>> = { ur: dates("ur-PK"), en: dates("en-GB") };

/** What a page says of an entry, in the order in which it says it. */
export function factsOf(entry: BlockedEntry, language: Language): Fact[] {
  const { labels } = WORDS[language];
  // No word for `child-abuse`: it is on the sealed list, and this page knows nothing of that list.
  const { grounds, categories } = TERMS[language];
  const translated = (label: string, slug: string, words: Readonly<Record<string, string>>): Fact => {
    const text = Object.hasOwn(words, slug) ? words[slug] : undefined;
    return { label, text: text ?? shorten(slug), foreign: text === undefined };
  };
  const foreign = (label: string, text: string): Fact => ({ label, text: shorten(text), foreign: true });
  const date = (label: string, iso: string): Fact => ({
    label,
    text: DATES[language].format(new Date(iso)),
    foreign: false,
  });
  return [
    foreign(labels.entry, entry.id),
    foreign(labels.address, entry.value),
    translated(labels.category, entry.category, categories),
    // Another law than PECA has grounds of its own, in its own words.
    translated(labels.ground, groundNamed(entry.ground)?.slug ?? entry.ground, grounds),
    foreign(labels.law, `${entry.law}, ${entry.provision}`),
    foreign(labels.authority, entry.authority),
    foreign(labels.order, entry.order),
    date(labels.since, entry.since),
    date(labels.review, entry.reviewAt),
  ];
}

/** Where to appeal: against this entry, or by the address alone. */
export const appealUrl = (registry: string, entry: BlockedEntry | undefined): string =>
  entry === undefined ? `${registry}/appeal` : `${registry}/appeal?entry=${encodeURIComponent(entry.id)}`;
