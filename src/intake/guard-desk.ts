import { defaultGuardRules } from "../core/guard/defaults/default-rules.ts";
import { explainGuard } from "../core/guard/explain-guard.ts";
import type { GuardKind } from "../core/guard/guard-kind.ts";
import { canonicalise } from "../core/target/canonicalise.ts";
import type { Db } from "../storage/database.ts";
import { type GuardListOptions, type LoadedGuards, loadGuardLists } from "./guard-lists.ts";
import { askGuard, refuseMissing, sourcesOf } from "./open-guard.ts";

export type GuardDeskParts = {
  readonly db: Db;
  readonly configured: Readonly<Partial<Record<GuardKind, readonly string[]>>>;
  readonly options: GuardListOptions;
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** How long lists are looked at before they are read again, in seconds: some come over the network. */
const KEPT = 300;

/** For people who look at the guard lists: what is loaded, and what it makes of an address. */
export function createGuardDesk({ db, configured, options, now }: GuardDeskParts) {
  let kept: { readonly at: number; readonly loaded: Promise<LoadedGuards> } | undefined;
  const lists = (): Promise<LoadedGuards> => {
    if (kept === undefined || now() - kept.at >= KEPT)
      kept = { at: now(), loaded: loadGuardLists(sourcesOf(configured), options) };
    return kept.loaded;
  };
  const shipped = Object.fromEntries(defaultGuardRules().map(({ kind, rules }) => [kind, rules.length])) as Record<
    GuardKind,
    number
  >;

  return {
    async guardLists() {
      const { reports } = await lists();
      const sources = reports.map(({ bad, error, ...report }) => ({ ...report, bad: bad.count, error: error ?? null }));
      return { shipped, sources };
    },
    async askGuard(text: string) {
      const read = canonicalise(text);
      if (read.kind !== "target") return { kind: "refused", code: read.code } as const;
      const loaded = refuseMissing(await lists());
      const { target } = read;
      const outcome = askGuard(db, loaded.lists, now())(target, true);
      return { kind: "judged", target, outcome, matches: explainGuard(target, loaded.lists) } as const;
    },
  };
}
