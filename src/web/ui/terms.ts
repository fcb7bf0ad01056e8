import type { CategorySlug } from "../../core/category.ts";
import { groundNamed } from "../../core/ground.ts";
import type { Language } from "./language.ts";
import { type Terms, termsEn } from "./terms-en.ts";
import { termsUr } from "./terms-ur.ts";

export const TERMS: Readonly<Record<Language, Terms>> = { ur: termsUr, en: termsEn };

/** A category in words, "Child Abuse" among them: for complaints and the desks, not for the general list's pages. */
export function categoryName(language: Language, slug: CategorySlug): string {
  return slug === "child-abuse" ? TERMS[language].childAbuse : TERMS[language].categories[slug];
}

/** A ground in words, by slug or title; another law than PECA has grounds of its own, which are shown as they are. */
export function groundName(language: Language, ground: string): string {
  const known = groundNamed(ground);
  return known === undefined ? ground : TERMS[language].grounds[known.slug];
}
