import type { FileFormat } from "../../core/file-format.ts";
import { isAddress } from "./address.ts";
import { guessDelimiter } from "./csv-columns.ts";

/** A format wins by content when this share of the lines that say something is written in it. */
const MAJORITY = 0.8;
const LINES_LOOKED_AT = 200;

const ENDINGS: readonly (readonly [RegExp, FileFormat])[] = [
  [/\.(?:csv|tsv)$/i, "csv"],
  [/\.(?:jsonl|ndjson|json)$/i, "jsonl"],
  [/\.(?:rpz|zone)$/i, "rpz"],
  [/(?:^|[/\\._-])hosts(?:\.txt)?$/i, "hosts"],
  [/\.dnsmasq$|dnsmasq[^/\\]*\.conf$/i, "dnsmasq"],
  [/\.(?:adblock|abp)$|(?:adblock|adguard)[^/\\]*\.txt$/i, "adblock"],
];

const SIGNS: Readonly<Record<Exclude<FileFormat, "plain" | "hosts" | "csv">, RegExp>> = {
  adblock: /^(?:\|\||@@\|)/,
  dnsmasq: /^(?:address|server|local)\s*=\s*\//,
  rpz: /^\$(?:TTL|ORIGIN)\b|^\S+\s+(?:\d+\s+)?(?:IN\s+)?(?:(?:CNAME\s+\S*\.$|SOA\s))/i,
  jsonl: /^(?:\{\s*"|"[^"]*"\s*,?$|\[)/,
};
/** In this order, because JSON and zone records have commas and columns too. */
const BY_CONTENT = ["jsonl", "adblock", "dnsmasq", "hosts", "rpz", "csv"] as const satisfies readonly FileFormat[];
const COMMENT = /^(?:[#;!]|\/\/\s|\[Ad)/;

/**
 * What a file is when nobody said it: by its ending, unless the content is clearly in another format; by its content
 * otherwise; `plain` when that is not clear, because the canonicaliser refuses what is no address line by line.
 */
export function detectFormat(sample: string, filename = ""): FileFormat {
  const lines = sample
    .split(/\r\n?|\n/, LINES_LOOKED_AT)
    .map((line) => line.trim())
    .filter((line) => line !== "" && !COMMENT.test(line));
  const byName = ENDINGS.find(([ending]) => ending.test(filename))?.[1];
  const byContent = BY_CONTENT.find((format) => clearly(format, lines));
  // One column of names in a .csv, or a word on each line of a .hosts, is what the ending says as well as plain.
  return byContent ?? byName ?? "plain";
}

function clearly(format: (typeof BY_CONTENT)[number], lines: readonly string[]): boolean {
  switch (format) {
    case "hosts":
      return most(lines, (line) => /\s/.test(line) && isAddress(line.slice(0, line.search(/\s/))));
    case "csv":
      return looksDelimited(lines);
    default:
      return most(lines, (line) => SIGNS[format].test(line));
  }
}

/** Every line has the delimiter of the first one equally often. Commas alone also stand in URLs: a header must show. */
function looksDelimited(lines: readonly string[]): boolean {
  const [first, ...rest] = lines;
  if (first === undefined || rest.length === 0) return false;
  const delimiter = guessDelimiter(first);
  const width = first.split(delimiter).length;
  return width > 1 && !first.includes("://") && most(lines, (line) => line.split(delimiter).length === width);
}

function most(lines: readonly string[], holds: (line: string) => boolean): boolean {
  return lines.length > 0 && lines.filter(holds).length >= lines.length * MAJORITY;
}
