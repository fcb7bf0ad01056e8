import type { Source, SourceFetch } from "../../../core/source/source.ts";
import type { SourcePorts } from "../../../intake/sources/ports.ts";
import { openData } from "../../data-option.ts";

/** Does the work on the sources of a data folder. */
export async function withSources<T>(data: string, work: (ports: SourcePorts) => Promise<T>): Promise<T> {
  const { loadConfig } = await import("../../../runtime/config.ts");
  const { sourcesHere } = await import("../../registry-sources.ts");
  const db = await openData(data);
  try {
    return await work(sourcesHere(db, data, loadConfig(data)));
  } finally {
    db.sqlite.close();
  }
}

const time = (seconds: number): string => new Date(seconds * 1_000).toISOString().slice(0, 19).concat("Z");

/** One line a source: what it is, and how it is with it. */
export function sourceText(source: Source, last: SourceFetch | undefined): string {
  const { name, list, organisation, enabled, schedule, applied } = source;
  const state = enabled ? schedule : "disabled";
  const has = applied === null ? "nothing applied" : `${applied.names} names applied ${time(applied.at)}`;
  return `${name}  ${list}${organisation === null ? "" : ` of ${organisation}`}  ${state}  ${has}${last === undefined ? "" : `  last ${fetchText(last)}`}\n`;
}

export function fetchText({ id, at, outcome, code, detail, order, added, removed, decidedBy, reasons }: SourceFetch) {
  const what =
    outcome === "applied" || outcome === "released" ? ` ${added} new in ${order ?? "no order"}, ${removed} gone` : "";
  const why = code === null ? "" : ` ${code}${detail === null ? "" : ` (${detail})`}`;
  const decided = decidedBy === null ? "" : ` by ${decidedBy}: ${reasons}`;
  return `${id} ${time(at)} ${outcome}${what}${why}${decided}`;
}
