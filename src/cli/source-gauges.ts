import { sourceLabel } from "../core/source/source.ts";
import type { Gauges } from "../runtime/metrics.ts";
import type { Db } from "../storage/database.ts";
import { waitingFetch } from "../storage/sources/fetches.ts";
import { listSources } from "../storage/sources/sources.ts";

/** How each source is: of a sealed one neither its name nor anything of its list. `now` in seconds since the epoch. */
export function sourceGauges(db: Db, now: number): Gauges {
  const sources = listSources(db);
  const labels = (source: (typeof sources)[number]) => ({ source: sourceLabel(source) });
  return [
    {
      name: "hifazat_source_success_age_seconds",
      help: "Time since a source's list was last applied, or seen to be unchanged; since it was made, before the first time",
      values: sources
        .filter(({ enabled }) => enabled)
        .map((source) => ({ labels: labels(source), value: now - (source.succeededAt ?? source.createdAt) })),
    },
    {
      name: "hifazat_source_quarantined",
      help: "Bodies of a source that wait for a person's decision",
      values: sources.map((source) => ({
        labels: labels(source),
        value: waitingFetch(db, source.id) === undefined ? 0 : 1,
      })),
    },
  ];
}
