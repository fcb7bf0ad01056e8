import { findByWords } from "./ground.ts";
import type { ListName } from "./list-name.ts";

/**
 * Categories of complaints and orders (LAW.md: the grounds seen in PTA's publications, and PTA's reporting categories).
 * `slug` stands in published lists; `title` is what PTA writes.
 */
export const CATEGORIES = [
  { slug: "child-abuse", title: "Child Abuse", list: "sealed" },
  { slug: "defence", title: "Security and Defence of Pakistan", list: "general" },
  { slug: "glory-of-islam", title: "Glory of Islam", list: "general" },
  { slug: "contempt", title: "Contempt of Court", list: "general" },
  { slug: "decency", title: "Decency and Morality", list: "general" },
  { slug: "defamation", title: "Defamation and Impersonation", list: "general" },
  { slug: "modesty", title: "Modesty of a Natural Person", list: "general" },
  { slug: "dignity", title: "Dignity of a Natural Person", list: "general" },
  { slug: "public-order", title: "Public Order", list: "general" },
  { slug: "hate-speech", title: "Sectarian and Hate Speech", list: "general" },
  { slug: "incitement", title: "Incitement to an Offence", list: "general" },
  { slug: "proxy", title: "Proxy", list: "general" },
  { slug: "miscellaneous", title: "Miscellaneous", list: "general" },
] as const satisfies readonly { slug: string; title: string; list: ListName }[];

export type CategorySlug = (typeof CATEGORIES)[number]["slug"];
export type Category = (typeof CATEGORIES)[number];

/** Finds a category by slug or title, or by words that only one title has, ignoring case. */
export function findCategory(text: string): Category | undefined {
  return findByWords(CATEGORIES, text);
}
