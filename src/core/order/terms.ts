import { CATEGORIES, findCategory } from "../category.ts";
import type { ErrorCode } from "../errors.ts";
import { type DefaultLaw, findGround, GROUNDS, PECA } from "../ground.ts";
import type { OrderTerms, Urgency } from "./order.ts";
import type { Periods } from "./period.ts";

/** What the person who enters an order says of it. */
export type TermsInput = {
  readonly authority: string;
  readonly number: string;
  readonly requestedBy?: string | undefined;
  /** A law other than the usual one; its ground is then free text and its provision must be named. */
  readonly law?: string | undefined;
  readonly ground: string;
  readonly provision?: string | undefined;
  readonly category: string;
  readonly urgency?: Urgency | undefined;
};

export type DraftedTerms =
  | { readonly kind: "terms"; readonly terms: OrderTerms }
  | { readonly kind: "refusal"; readonly code: ErrorCode; readonly message: string };

/** The longest text of one term, in characters. */
const MAX_TERM_LENGTH = 500;

/** Checks and completes the terms of a new order; `usual` is the law of one that names none. `now` in seconds since the epoch. */
export function draftTerms(input: TermsInput, now: number, periods: Periods, usual: DefaultLaw = PECA): DraftedTerms {
  for (const [name, text] of Object.entries(input)) {
    if (text === undefined) continue;
    if (text.trim() === "") return refuse("order_incomplete", `The ${name} must not be empty.`);
    if (text.length > MAX_TERM_LENGTH) return refuse("bad_request", `The ${name} is longer than ${MAX_TERM_LENGTH}.`);
    if (/[\u0000-\u001f\u007f]/.test(text)) return refuse("bad_request", `The ${name} holds a control character.`);
  }
  const category = findCategory(input.category);
  if (category === undefined)
    return refuse("category_unknown", `There is no category "${input.category}": ${slugs(CATEGORIES)}.`);
  const law = input.law ?? usual.law;
  const ground = law === usual.law ? findGround(input.ground)?.title : input.ground.trim();
  if (ground === undefined)
    return refuse("ground_unknown", `${usual.law} has no ground "${input.ground}": ${slugs(GROUNDS)}.`);
  if (law !== usual.law && input.provision === undefined)
    return refuse("order_incomplete", "An order under another law must name the provision.");
  const terms: OrderTerms = {
    authority: input.authority.trim(),
    number: input.number.trim(),
    requestedBy: (input.requestedBy ?? input.authority).trim(),
    law: law.trim(),
    ground,
    provision: (input.provision ?? usual.provision).trim(),
    category: category.slug,
    list: category.list,
    urgency: input.urgency ?? "normal",
    reviewAt: now + periods.review,
    expiresAt: now + periods.expiry,
  };
  return { kind: "terms", terms };
}

const slugs = (members: readonly { slug: string }[]): string => members.map((member) => member.slug).join(", ");
const refuse = (code: ErrorCode, message: string): DraftedTerms => ({ kind: "refusal", code, message });
