import { GUARD_KINDS, type GuardKind, HOLD_REASONS, type HoldReason } from "./guard-kind.ts";
import type { GuardRule } from "./guard-rule.ts";

/**
 * Guard lists, made for asking a million times: per name the kinds it is listed under and the kinds of listed names below
 * it, as bits; and the kinds whose rule for a name covers what is below.
 */
export type GuardLists = {
  readonly names: ReadonlyMap<string, number>;
  readonly below: ReadonlyMap<string, number>;
};

/** The bits of the names below, relative to the bits of the name itself. */
export const BELOW_SHIFT = GUARD_KINDS.length;
/** Kinds for which a rule `.name` is about what is below too. Below a shared parent everyone is somebody else. */
const DEEP_KINDS: readonly GuardKind[] = ["protected", "essential", "institution", "popular"];

export function kindBit(kind: GuardKind): number {
  return 1 << GUARD_KINDS.indexOf(kind);
}

/** The bit of a reason to hold. `HOLD_REASONS` begins as `GUARD_KINDS` goes on after `protected`: their bits agree. */
export function reasonBit(reason: HoldReason): number {
  return 1 << (HOLD_REASONS.indexOf(reason) + 1);
}

export function buildGuardLists(sources: Iterable<{ kind: GuardKind; rules: Iterable<GuardRule> }>): GuardLists {
  const names = new Map<string, number>();
  const below = new Map<string, number>();
  for (const { kind, rules } of sources) {
    const bit = kindBit(kind);
    const deep = DEEP_KINDS.includes(kind);
    for (const rule of rules) {
      add(names, rule.name, bit);
      if (deep && rule.below) add(below, rule.name, bit);
      for (const parent of parentsOf(rule.name)) add(names, parent, bit << BELOW_SHIFT);
    }
  }
  return { names, below };
}

/** The names above a name, nearest first, down to the top-level domain. */
export function* parentsOf(name: string): Generator<string> {
  for (let dot = name.indexOf("."); dot >= 0; dot = name.indexOf(".", dot + 1)) yield name.slice(dot + 1);
}

function add(map: Map<string, number>, name: string, bits: number): void {
  map.set(name, (map.get(name) ?? 0) | bits);
}
