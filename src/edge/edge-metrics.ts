import type { Freshness, Observer } from "../api/deps.ts";
import { HifazatError } from "../core/errors.ts";
import type { Manifest } from "../protocol/manifest.ts";

type Indexes = { readonly damaged: () => boolean; readonly bytes: () => number };

/** Counters of one isolate, and their text for Prometheus. Nothing that a caller asked for goes in here. */
export function edgeMetrics() {
  const loads = { loaded: 0, failed: 0 };
  let partsRefused = 0;
  let reads = 0;
  const lookups = { blocked: 0, clear: 0, refused: 0 };
  const observe: Observer = {
    request: () => {},
    lookups(blocked, clear, refused) {
      lookups.blocked += blocked;
      lookups.clear += clear;
      lookups.refused += refused;
    },
    failed: (route, error) => log("request failed", error, { route }),
  };
  return {
    observe,
    /** Of the bucket; each is paid for. */
    read(): void {
      reads += 1;
    },
    loaded(): void {
      loads.loaded += 1;
    },
    refused(error: unknown): void {
      loads.failed += 1;
      log("release not loaded, the one before goes on answering", error);
    },
    partRefused(error: unknown): void {
      partsRefused += 1;
      log("a part of the index cannot be read", error);
    },
    text(manifest: Manifest | undefined, freshness: Freshness | undefined, indexes: Indexes): string {
      const lines = [
        "# TYPE hifazat_release_loads_total counter",
        ...Object.entries(loads).map(
          ([outcome, count]) => `hifazat_release_loads_total{outcome="${outcome}"} ${count}`,
        ),
        "# TYPE hifazat_bucket_reads_total counter",
        `hifazat_bucket_reads_total ${reads}`,
        "# TYPE hifazat_index_parts_refused_total counter",
        `hifazat_index_parts_refused_total ${partsRefused}`,
        "# TYPE hifazat_lookups_total counter",
        ...Object.entries(lookups).map(([verdict, count]) => `hifazat_lookups_total{verdict="${verdict}"} ${count}`),
      ];
      const gauges = {
        hifazat_index_damaged: Number(indexes.damaged()),
        hifazat_index_memory_bytes: indexes.bytes(),
        hifazat_index_bytes: manifest?.index.bytes,
        hifazat_release: manifest?.release,
        hifazat_release_entries: manifest?.entries,
        hifazat_release_age_seconds: freshness?.age,
        hifazat_release_checked_age_seconds: freshness?.checked,
        hifazat_release_expiry_seconds: freshness?.valid,
      };
      for (const [name, value] of Object.entries(gauges))
        if (value !== undefined) lines.push(`# TYPE ${name} gauge`, `${name} ${value}`);
      return `${lines.join("\n")}\n`;
    },
  };
}

function log(message: string, error: unknown, more: Record<string, string> = {}): void {
  const code = error instanceof HifazatError ? error.code : "internal";
  const reason = error instanceof Error ? error.message : "unknown";
  console.error(JSON.stringify({ message, code, reason, ...more }));
}
