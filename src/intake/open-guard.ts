import { HifazatError } from "../core/errors.ts";
import { recentlyCleared } from "../core/guard/cleared.ts";
import { type GuardOutcome, guard } from "../core/guard/guard.ts";
import type { GuardKind } from "../core/guard/guard-kind.ts";
import type { GuardLists } from "../core/guard/guard-lists.ts";
import type { Target } from "../core/target/target.ts";
import type { Db } from "../storage/database.ts";
import { clearances } from "../storage/entries.ts";
import {
  type GuardListOptions,
  type GuardListReport,
  type GuardSource,
  type LoadedGuards,
  loadGuardLists,
} from "./guard-lists.ts";

export type OpenedGuard = {
  readonly judge: (target: Target, terminated: boolean) => GuardOutcome;
  /** What became of each configured list. */
  readonly reports: readonly GuardListReport[];
};

type Configured = Readonly<Partial<Record<GuardKind, readonly string[]>>>;

/**
 * The guards as configured, with what was cleared on appeal by `now` (seconds since the epoch). A list that cannot be
 * read guards by its last good copy; without such a copy nothing may pass: throws `config_invalid`.
 */
export async function openGuard(
  db: Db,
  configured: Configured,
  options: GuardListOptions,
  now: number,
): Promise<OpenedGuard> {
  const { lists, reports } = await readGuards(configured, options);
  return { judge: askGuard(db, lists, now), reports };
}

/** The lists alone, for whoever asks them again and again. Throws as `openGuard` does. */
export async function readGuards(configured: Configured, options: GuardListOptions): Promise<LoadedGuards> {
  return refuseMissing(await loadGuardLists(sourcesOf(configured), options));
}

export function sourcesOf(configured: Configured): GuardSource[] {
  return Object.entries(configured).flatMap(([kind, places]) =>
    places.map((from) => ({ kind: kind as GuardKind, from })),
  );
}

/** Without one of its lists nothing may pass: throws `config_invalid`. */
export function refuseMissing(loaded: LoadedGuards): LoadedGuards {
  const missing = loaded.reports.find((report) => report.state === "missing");
  if (missing !== undefined)
    throw new HifazatError(
      "config_invalid",
      `The guard list ${missing.from} (${missing.kind}) cannot be read and there is no earlier copy: ${missing.error?.message}`,
    );
  return loaded;
}

/** The question that intake puts, over lists that were read before and what was cleared by now. */
export function askGuard(db: Db, lists: GuardLists, now: number): OpenedGuard["judge"] {
  const isRecentlyCleared = recentlyCleared(clearances(db, now), now);
  return (target, terminated) => guard(target, lists, { terminated, isRecentlyCleared });
}
