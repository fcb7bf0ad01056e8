import { HifazatError } from "../core/errors.ts";
import { recentlyCleared } from "../core/guard/cleared.ts";
import { type GuardOutcome, guard } from "../core/guard/guard.ts";
import type { GuardKind } from "../core/guard/guard-kind.ts";
import type { Target } from "../core/target/target.ts";
import type { Db } from "../storage/database.ts";
import { clearances } from "../storage/entries.ts";
import { type GuardListOptions, type GuardListReport, loadGuardLists } from "./guard-lists.ts";

export type OpenedGuard = {
  readonly judge: (target: Target, terminated: boolean) => GuardOutcome;
  /** What became of each configured list. */
  readonly reports: readonly GuardListReport[];
};

/**
 * The guards as configured, with what was cleared on appeal by `now` (seconds since the epoch). A list that cannot be
 * read guards by its last good copy; without such a copy nothing may pass: throws `config_invalid`.
 */
export async function openGuard(
  db: Db,
  configured: Readonly<Partial<Record<GuardKind, readonly string[]>>>,
  options: GuardListOptions,
  now: number,
): Promise<OpenedGuard> {
  const sources = Object.entries(configured).flatMap(([kind, places]) =>
    places.map((from) => ({ kind: kind as GuardKind, from })),
  );
  const { lists, reports } = await loadGuardLists(sources, options);
  const missing = reports.find((report) => report.state === "missing");
  if (missing !== undefined)
    throw new HifazatError(
      "config_invalid",
      `The guard list ${missing.from} (${missing.kind}) cannot be read and there is no earlier copy: ${missing.error?.message}`,
    );
  const isRecentlyCleared = recentlyCleared(clearances(db, now), now);
  return { judge: (target, terminated) => guard(target, lists, { terminated, isRecentlyCleared }), reports };
}
