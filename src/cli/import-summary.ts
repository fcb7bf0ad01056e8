import type { WriteStream } from "node:tty";
import type { ImportResult } from "../intake/import-file.ts";

/** How often a terminal is told how far the import is, in milliseconds. */
const EVERY_MS = 200;

/** A counter on a terminal that writes over itself; nothing when the stream is none. */
export function progressLine(stream: WriteStream | NodeJS.WriteStream) {
  let shown = 0;
  return {
    show(items: number): void {
      if (!stream.isTTY || performance.now() - shown < EVERY_MS) return;
      shown = performance.now();
      stream.write(`\r${items.toLocaleString("en")} items`);
    },
    clear(): void {
      if (stream.isTTY && shown > 0) stream.write("\r\u001b[K");
      shown = 0;
    },
  };
}

/** What became of the lines, by outcome, with the codes of those that need somebody's attention. */
export function importSummary({ kind, order, source, lines, ignored, codes }: ImportResult): string {
  const { terms, counts } = order;
  const head = `order ${terms.number} (o${order.id}), ${terms.authority}, ${terms.category}, ${terms.list} list: ${order.state}`;
  if (kind === "already") return `${head}\nthis file is that order already: nothing was written\n`;
  const rows: [string, number, string][] = [
    ["accepted", counts.accepted, ""],
    ["held", counts.held, "needs a senior officer"],
    ["refused", counts.refused, ""],
    ["duplicate", counts.duplicate, ""],
    ["skipped", counts.skipped, "no longer listed by its source"],
    ["ignored", sum(ignored), byCount(ignored)],
  ];
  const shown = rows.filter(([name, number]) => number > 0 || name === "accepted");
  const table = shown.map(([name, number, remark]) =>
    `  ${name.padEnd(9)} ${number.toLocaleString("en").padStart(11)}  ${remark}`.trimEnd(),
  );
  const reasons = byCount(codes);
  return [
    head,
    `${lines.toLocaleString("en")} lines of ${source.name} (${source.format}, ${source.charset})`,
    ...table,
    ...(reasons === "" ? [] : [`reasons: ${reasons}`]),
    `digest ${order.digest}`,
    "",
  ].join("\n");
}

function byCount(counts: Readonly<Record<string, number>>): string {
  return Object.entries(counts)
    .sort(([, one], [, other]) => other - one)
    .map(([code, number]) => `${code} ${number.toLocaleString("en")}`)
    .join(", ");
}

const sum = (counts: Readonly<Record<string, number>>): number =>
  Object.values(counts).reduce((total, number) => total + number, 0);
