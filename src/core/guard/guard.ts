import type { Target } from "../target/target.ts";
import { type GuardKind, HOLD_REASONS, type HoldReason } from "./guard-kind.ts";
import { BELOW_SHIFT, type GuardLists, kindBit, reasonBit } from "./guard-lists.ts";
import { hostOf } from "./host-of.ts";
import { isPublicSuffix } from "./public-suffix.ts";

export type GuardOutcome =
  | { readonly kind: "pass" }
  /** One more officer than usual decides, and sees why. */
  | { readonly kind: "hold"; readonly reasons: readonly HoldReason[] }
  | { readonly kind: "refuse"; readonly code: "protected" };

/** What is known about the item besides its target. */
export type GuardContext = {
  /** The addresses somebody actually complained about, when the order has them. */
  readonly evidence?: readonly Target[] | undefined;
  /** False for a last line that no newline ended. */
  readonly terminated?: boolean | undefined;
  /** Whether the target overlaps with one that was cleared on appeal not long ago (cleared.ts). */
  readonly isRecentlyCleared?: ((target: Target) => boolean) | undefined;
};

const PASS: GuardOutcome = { kind: "pass" };
const REFUSE: GuardOutcome = { kind: "refuse", code: "protected" };

const bits = (...kinds: GuardKind[]) => kinds.reduce((all, kind) => all | kindBit(kind), 0);
const PROTECTED = bits("protected");
const ESSENTIAL = bits("essential");
const INSTITUTION = bits("institution");
/** Kinds for which `www.` and the like mean the same site. */
const SITES = bits("shared_host", "cdn", "shortener", "link_in_bio", "dynamic_dns", "popular");
const HOLDING = SITES | INSTITUTION;

/** Labels before a name that mean the same site. */
export const ALIASES = new Set(["www", "m", "mobile"]);

/**
 * Decides whether a target may go on as it is (DESIGN 4). The target is canonical; suffixes, addresses and garbage were
 * refused before. A domain is judged with everything below it; a URL with a path is refused on protected hosts, held on
 * essential ones and passes otherwise, because on a popular or shared host it is the narrow thing wanted. A name below
 * a shared parent passes as it is: nothing here or after it collapses names to their parent.
 */
export function guard(target: Target, lists: GuardLists, context: GuardContext = {}): GuardOutcome {
  const name = hostOf(target);
  const isUrl = target.scope === "url" && !isWholeHost(target.value, name);
  const listed = lists.names.get(name) ?? 0;
  const under = target.scope === "domain" ? listed >>> BELOW_SHIFT : 0;
  const all = listed | under | deepBits(name, lists);
  if ((all & PROTECTED) !== 0 || (!isUrl && (all & ESSENTIAL) !== 0)) return REFUSE;

  let held = all & ESSENTIAL;
  if (!isUrl) {
    held = all & HOLDING;
    const alias = aliasLength(name);
    if (alias > 0) held |= (lists.names.get(name.slice(alias)) ?? 0) & SITES;
    if (isPublicSuffix(name)) held |= PRIVATE_SUFFIX;
    if (context.evidence !== undefined && isOnePath(context.evidence)) held |= SINGLE_PATH;
  }
  if (context.terminated === false) held |= UNTERMINATED;
  if (context.isRecentlyCleared?.(target) === true) held |= RECENTLY_CLEARED;
  return held === 0 ? PASS : holdOutcome(held);
}

const PRIVATE_SUFFIX = reasonBit("private_suffix");
const SINGLE_PATH = reasonBit("single_path_evidence");
const UNTERMINATED = reasonBit("unterminated");
const RECENTLY_CLEARED = reasonBit("recently_cleared");

/** `name:8080/` has the scope of a URL but takes a whole site. */
function isWholeHost(value: string, name: string): boolean {
  return value.indexOf("/", name.length) === value.length - 1;
}

/** The kinds that list a parent of the name together with everything below. */
function deepBits(name: string, lists: GuardLists): number {
  let found = 0;
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) {
    found |= lists.below.get(name.slice(dot + 1)) ?? 0;
  }
  return found;
}

/** `www.name` and the like are the same site as the name; 0 when the name has no such label. */
function aliasLength(name: string): number {
  const dot = name.startsWith("m") || name.startsWith("w") ? name.indexOf(".") : -1;
  return dot > 0 && ALIASES.has(name.slice(0, dot)) ? dot + 1 : 0;
}

/** One page is no evidence against everything else on its site. */
function isOnePath(evidence: readonly Target[]): boolean {
  const [first] = evidence;
  return first?.scope === "url" && evidence.every((target) => target.scope === "url" && target.value === first.value);
}

/** Few combinations occur, and a list of a million names has many that are held for the same one. */
const holds = new Map<number, GuardOutcome>();

function holdOutcome(held: number): GuardOutcome {
  let outcome = holds.get(held);
  if (outcome === undefined) {
    outcome = { kind: "hold", reasons: HOLD_REASONS.filter((reason) => (held & reasonBit(reason)) !== 0) };
    holds.set(held, outcome);
  }
  return outcome;
}
