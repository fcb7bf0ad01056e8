import type { Observer } from "../api/deps.ts";
import { HifazatError } from "../core/errors.ts";
import type { LoadedRelease } from "../lookup/loaded-release.ts";

/** Counters of one isolate, and their text for Prometheus. Nothing that a caller asked for goes in here. */
export function edgeMetrics() {
  const loads = { loaded: 0, failed: 0 };
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
    loaded(): void {
      loads.loaded += 1;
    },
    refused(error: unknown): void {
      loads.failed += 1;
      log("release not loaded, the one before goes on answering", error);
    },
    text(release: LoadedRelease | undefined): string {
      const lines = [
        "# TYPE hifazat_release_loads_total counter",
        ...Object.entries(loads).map(
          ([outcome, count]) => `hifazat_release_loads_total{outcome="${outcome}"} ${count}`,
        ),
        "# TYPE hifazat_lookups_total counter",
        ...Object.entries(lookups).map(([verdict, count]) => `hifazat_lookups_total{verdict="${verdict}"} ${count}`),
      ];
      if (release !== undefined) {
        const { release: number, published } = release.manifest;
        lines.push("# TYPE hifazat_release gauge", `hifazat_release ${number}`);
        lines.push("# TYPE hifazat_release_published_seconds gauge");
        lines.push(`hifazat_release_published_seconds ${Date.parse(published) / 1_000}`);
        lines.push("# TYPE hifazat_release_expires_seconds gauge");
        lines.push(`hifazat_release_expires_seconds ${Date.parse(release.expires) / 1_000}`);
      }
      return `${lines.join("\n")}\n`;
    },
  };
}

function log(message: string, error: unknown, more: Record<string, string> = {}): void {
  const code = error instanceof HifazatError ? error.code : "internal";
  const reason = error instanceof Error ? error.message : "unknown";
  console.error(JSON.stringify({ message, code, reason, ...more }));
}
