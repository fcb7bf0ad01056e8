import { type CategorySlug, findCategory } from "../category.ts";

/** In English or Urdu, in the subject or the text. */
const CHILD_ABUSE =
  /\bcsam\b|\bchild(?:ren)?(?:['’]s)?\W+(?:sexual\W+)?(?:abuse|exploitation|porn\w*)|\babuse\W+of\W+(?:a\W+)?child|بچ(?:وں|ے|ی|ہ)[^.\n]{0,30}(?:زیادتی|استحصال|فحش)/iu;

/**
 * The category of a complaint that came by mail: child abuse when it says so anywhere, because a mistake in the other
 * direction would show an address to the wrong desk; else the one named in the subject in brackets; else the mailbox's.
 */
export function mailCategory(subject: string, text: string, mailbox: CategorySlug): CategorySlug {
  if (CHILD_ABUSE.test(subject) || CHILD_ABUSE.test(text)) return "child-abuse";
  const named = /\[([^\]]{2,60})\]/.exec(subject)?.[1];
  return (named === undefined ? undefined : findCategory(named)?.slug) ?? mailbox;
}
