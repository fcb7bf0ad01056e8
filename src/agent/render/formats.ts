import type { ListName } from "../../core/list-name.ts";
import type { ListLine } from "../../protocol/list.ts";
import { renderCdb } from "./cdb.ts";
import { chunked } from "./chunked.ts";
import { dnsmasqLines, suffixRejection } from "./dnsmasq.ts";
import { type HostsOptions, hostsLines } from "./hosts.ts";
import { nameRejection } from "./names.ts";
import { nginxLines } from "./nginx.ts";
import { type PlainOptions, plainLines, plainRejection } from "./plain.ts";
import { csvLines, jsonLines, recordRejection } from "./records.ts";
import type { LineRendering, Rejection, Rendering, RenderSource } from "./rendering.ts";
import { type RpzOptions, rpzLines, rpzRejection, rpzSentinelText } from "./rpz.ts";
import { squidLines } from "./squid.ts";
import { type UnboundOptions, unboundLines, unboundSentinelText } from "./unbound.ts";

/** A format and its options. */
export type Format =
  | ({ readonly kind: "plain" } & PlainOptions)
  | ({ readonly kind: "rpz" } & RpzOptions)
  | ({ readonly kind: "unbound" } & UnboundOptions)
  | { readonly kind: "dnsmasq" }
  | ({ readonly kind: "hosts" } & HostsOptions)
  | { readonly kind: "squid" }
  | { readonly kind: "nginx" }
  | { readonly kind: "csv" }
  | { readonly kind: "jsonl" }
  | { readonly kind: "cdb" };

export const FORMAT_NAMES = [
  "plain",
  "rpz",
  "unbound",
  "dnsmasq",
  "hosts",
  "squid",
  "nginx",
  "csv",
  "jsonl",
  "cdb",
] as const satisfies readonly Format["kind"][];

/** Renders a source. `serial` is only used by formats that have one. */
export function render(source: RenderSource, format: Format, serial: number): Rendering {
  const lines = lineRendering(source, format, serial);
  return lines === undefined ? renderCdb(source) : chunked(lines);
}

/** The same, line by line; undefined for the format that has none. */
export function lineRendering(source: RenderSource, format: Format, serial: number): LineRendering | undefined {
  switch (format.kind) {
    case "plain":
      return plainLines(source, format);
    case "rpz":
      return rpzLines(source, format, serial);
    case "unbound":
      return unboundLines(source, format);
    case "dnsmasq":
      return dnsmasqLines(source);
    case "hosts":
      return hostsLines(source, format);
    case "squid":
      return squidLines(source);
    case "nginx":
      return nginxLines(source);
    case "csv":
      return csvLines(source);
    case "jsonl":
      return jsonLines(source);
    case "cdb":
      return undefined;
  }
}

/** What TXT at the sentinel answers, in formats that can say it; in the others it is one more blocked name. */
export function sentinelText({ kind }: Format, list: ListName, release: number): string | undefined {
  if (kind === "rpz") return rpzSentinelText({ list, release });
  return kind === "unbound" ? unboundSentinelText({ list, release }) : undefined;
}

/** Why a format has no record for a line, as its renderer decides it; for `explain`. */
export function rejectionOf(line: ListLine, format: Format, sentinel: string): Rejection | undefined {
  switch (format.kind) {
    case "plain":
      return plainRejection(line, sentinel, format);
    case "rpz":
      return rpzRejection(line, sentinel, format);
    case "dnsmasq":
    case "cdb":
      return suffixRejection(line, sentinel);
    case "unbound":
    case "hosts":
    case "squid":
    case "nginx":
      return nameRejection(line, sentinel);
    case "csv":
    case "jsonl":
      return recordRejection(line, sentinel);
  }
}
