import { type Format, render } from "../../../src/agent/render/formats.ts";
import type { Rendered, RenderSource } from "../../../src/agent/render/rendering.ts";
import { type ListLine, readLines } from "../../../src/protocol/list.ts";
import { listText } from "../fixture-repository.ts";

export const SENTINEL = "hifazat-sentinel.example";
const BLOCK_PAGE = { kind: "addresses", a: "192.0.2.80", aaaa: "2001:db8::80" } as const;

/** Every format, and the two that have a block page with it. */
export const FORMATS: Readonly<Record<string, Format>> = {
  plain: { kind: "plain", hosts: false },
  "plain-hosts": { kind: "plain", hosts: true },
  rpz: { kind: "rpz", apex: "rpz.hifazat", action: { kind: "nxdomain" } },
  "rpz-page": { kind: "rpz", apex: "rpz.hifazat", action: BLOCK_PAGE },
  unbound: { kind: "unbound", action: { kind: "nxdomain" } },
  "unbound-page": { kind: "unbound", action: BLOCK_PAGE },
  dnsmasq: { kind: "dnsmasq" },
  hosts: { kind: "hosts", a: "0.0.0.0", aaaa: "::" },
  squid: { kind: "squid" },
  nginx: { kind: "nginx" },
  csv: { kind: "csv" },
  jsonl: { kind: "jsonl" },
  cdb: { kind: "cdb" },
};

export function formatOf(name: string): Format {
  const format = FORMATS[name];
  if (format === undefined) throw new Error(`no format ${name}`);
  return format;
}

export type Whole = Rendered & { readonly bytes: Buffer; readonly text: string };

/** A whole rendering. `lines` as they are: a hostile list would not get past `readLines`. */
export function renderLines(
  lines: readonly ListLine[],
  format: Format,
  more: Partial<RenderSource> = {},
  serial = 42,
): Whole {
  const source: RenderSource = {
    list: "general",
    release: 42,
    passes: [],
    sentinel: SENTINEL,
    lines: () => lines,
    ...more,
  };
  const rendering = render(source, format, serial);
  const chunks: Buffer[] = [];
  for (;;) {
    const next = rendering.next();
    if (next.done) {
      const bytes = Buffer.concat(chunks);
      return { ...next.value, bytes, text: bytes.toString("latin1") };
    }
    chunks.push(Buffer.from(next.value));
  }
}

/** In list order and without repeats, as a real list. */
export const inOrder = (lines: readonly ListLine[]): ListLine[] => {
  const unique = new Map(lines.map((line) => [`${line.scope} ${line.value}`, line]));
  return [...readLines(listText([...unique.values()]))];
};
