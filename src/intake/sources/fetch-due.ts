import { sourceReason } from "../../core/source/outcome.ts";
import { type Source, sourceLabel } from "../../core/source/source.ts";
import { dueSources } from "../../storage/sources/sources.ts";
import { clearBodies } from "./decide-waiting.ts";
import { type FetchResult, fetchSource } from "./fetch-source.ts";
import type { SourcePorts } from "./ports.ts";

/**
 * Fetches every source whose time has come, one after the other; what was due while nobody served is due at once. Answers
 * a line for each of which something is to be said.
 */
export async function fetchDue(ports: SourcePorts, by: string): Promise<string[]> {
  const said: string[] = [];
  for (const source of dueSources(ports.db, ports.now())) {
    const line = describeResult(source, await fetchSource(ports, source, by));
    if (line !== undefined) said.push(line);
  }
  await clearBodies(ports);
  return said;
}

/** For the log: of a sealed source neither its name nor how many names it has. */
export function describeResult(source: Source, result: FetchResult): string | undefined {
  const label = `source ${sourceLabel(source)}`;
  switch (result.kind) {
    case "unchanged":
    case "busy":
      return undefined;
    case "applied": {
      const { order, added, removed } = result;
      if (source.list === "sealed") return `${label}: applied`;
      return `${label}: applied, ${added} new in ${order ?? "no order"}, ${removed} gone`;
    }
    case "quarantined":
      return result.again ? undefined : `${label}: quarantined, ${result.code}: ${sourceReason(result.code)}`;
    case "failed":
      return `${label}: failed, ${result.code}${result.detail === null ? "" : ` (${result.detail})`}`;
  }
}
