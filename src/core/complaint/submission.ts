import { CATEGORIES, type CategorySlug, findCategory } from "../category.ts";
import type { ErrorCode } from "../errors.ts";
import type { Urgency } from "../order/order.ts";
import type { Province } from "../referral/referral.ts";
import type { Language } from "./complaint.ts";
import type { Sign } from "./priority.ts";

/** How to reach whoever complains; all of it is voluntary. */
export type Contact = {
  readonly name: string | null;
  readonly email: string | null;
  readonly phone: string | null;
};

/** The same as somebody typed it. */
export type ContactInput = { readonly [Member in keyof Contact]?: string | null | undefined };

/** What a person sends in. */
export type SubmissionInput = {
  /** A category's slug or title. */
  readonly category: string;
  readonly addresses: readonly string[];
  readonly description?: string | undefined;
  /** What was tried before: the platform's answer, a report number. */
  readonly earlierEfforts?: string | undefined;
  readonly signs?: readonly Sign[] | undefined;
  readonly province?: Province | undefined;
  readonly language?: Language | undefined;
  readonly contact?: ContactInput | undefined;
  /** Believed of partners only. */
  readonly urgency?: Urgency | undefined;
};

/** The same, checked and complete. */
export type Submission = {
  readonly category: CategorySlug;
  readonly addresses: readonly string[];
  readonly description: string;
  readonly earlierEfforts: string;
  readonly signs: readonly Sign[];
  readonly province: Province | null;
  readonly language: Language;
  readonly contact: Contact | null;
  readonly urgency: Urgency;
};

export type CheckedSubmission =
  | { readonly kind: "submission"; readonly submission: Submission }
  | { readonly kind: "refusal"; readonly code: ErrorCode; readonly message: string };

/** In one complaint; longer lists are orders, and come as files. */
export const MOST_ADDRESSES = 50;
/** Characters. */
export const LONGEST = { address: 4_096, text: 5_000, contact: 200 } as const;

/** One `@`, no space or control character, and nothing that could begin another header line. */
const EMAIL = /^[^\s@<>,;:"()\\[\]]{1,64}@[^\s@<>,;:"()\\[\]]{1,190}$/;

/**
 * Checks what somebody sent. `mandate` is what a partner organisation may complain of, null for everybody else. A text
 * that is no address is taken too: an officer may understand what a machine does not.
 */
export function checkSubmission(input: SubmissionInput, mandate: readonly CategorySlug[] | null): CheckedSubmission {
  const category = findCategory(input.category);
  if (category === undefined)
    return refuse("category_unknown", `There is no such category: ${CATEGORIES.map(({ slug }) => slug).join(", ")}.`);
  if (mandate !== null && !mandate.includes(category.slug))
    return refuse("outside_mandate", `Your organisation's mandate does not cover ${category.slug}.`);
  const addresses = [...new Set(input.addresses.map((address) => address.trim()).filter((address) => address !== ""))];
  if (addresses.length === 0) return refuse("bad_request", "Name at least one address.");
  if (addresses.length > MOST_ADDRESSES)
    return refuse("bad_request", `A complaint names at most ${MOST_ADDRESSES} addresses.`);
  if (addresses.some((address) => address.length > LONGEST.address))
    return refuse("bad_request", `An address has at most ${LONGEST.address} characters.`);
  const description = input.description?.trim() ?? "";
  const earlierEfforts = input.earlierEfforts?.trim() ?? "";
  if (description.length > LONGEST.text || earlierEfforts.length > LONGEST.text)
    return refuse("bad_request", `A text has at most ${LONGEST.text} characters.`);
  const contact = checkContact(input.contact);
  if (contact === "refused") return refuse("bad_request", "The e-mail address, name or phone number is malformed.");
  const { signs = [], province = null, language = "en", urgency = "normal" } = input;
  const submission = {
    category: category.slug,
    addresses,
    description,
    earlierEfforts,
    signs,
    province,
    language,
    contact,
    urgency: mandate === null ? "normal" : urgency,
  } as const;
  return { kind: "submission", submission };
}

/** Null when nothing of it was given. */
export function checkContact(input: ContactInput | undefined): Contact | null | "refused" {
  const text = (value: string | null | undefined): string | null => value?.trim() || null;
  const contact = { name: text(input?.name), email: text(input?.email), phone: text(input?.phone) };
  const given = Object.values(contact).filter((value) => value !== null);
  if (given.length === 0) return null;
  if (given.some((value) => value.length > LONGEST.contact || /[\u0000-\u001f\u007f]/.test(value))) return "refused";
  return contact.email !== null && !EMAIL.test(contact.email) ? "refused" : contact;
}

const refuse = (code: ErrorCode, message: string): CheckedSubmission => ({ kind: "refusal", code, message });
