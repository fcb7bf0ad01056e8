import type { OutputReport } from "../../../agent/output/write-output.ts";
import type { Tally } from "../../../agent/render/rendering.ts";
import type { ListReport, SyncReport } from "../../../agent/sync-report.ts";

/** A sync for a person: what is in force, what changed, what became of each file. */
export function syncLines(report: SyncReport): string {
  const { receipts } = report;
  return [
    ...report.lists.flatMap((list) => [
      listLine(list),
      ...(list.allow.lines > 0 ? [`  ${allowText(list.allow)}`] : []),
    ]),
    ...report.outputs.map(outputLine),
    ...(receipts === undefined ? [] : [receiptLine(receipts)]),
    ...report.notes.map((note) => `note: ${note}`),
    "",
  ].join("\n");
}

/** What went wrong, for the error stream. */
export function faultLines(report: Pick<SyncReport, "faults" | "outputs">): string {
  const outputs = report.outputs.flatMap(({ code, message, name }) =>
    code === undefined ? [] : [`hifazat: ${code}: output ${name}: ${message}\n`],
  );
  return [...report.faults.map(({ code, message }) => `hifazat: ${code}: ${message}\n`), ...outputs].join("");
}

function listLine({ list, release, entries, sha256, pinned, offered, change }: ListReport): string {
  const head = `${list}: release ${release}, ${count(entries)} entries, ${sha256.slice(0, 16)}`;
  if (pinned) {
    const newer = offered === undefined || offered <= release ? "" : `; the registry has ${offered}`;
    return `${head}, pinned by a rollback${newer} (sync --resume follows it again)`;
  }
  if (change === undefined) return `${head}, no change`;
  const from = change.from === undefined ? "" : ` from release ${change.from}`;
  const way = change.by === "delta" ? `delta${from}` : `snapshot${from}`;
  return `${head}, by ${way} (${bytes(change.fetched)}): +${count(change.added)} -${count(change.dropped)}`;
}

export const allowText = (allow: ListReport["allow"]): string =>
  `allow list: ${allow.lines} lines leave out ${allow.leftOut} entries and let pass ${allow.passes} names below listed ones`;

function outputLine({ name, path, result, tally }: OutputReport): string {
  return `  ${name}: ${result}, ${path}${tally === undefined ? "" : ` (${tallyText(tally)})`}`;
}

export function tallyText(tally: Tally): string {
  const rejected = Object.entries(tally.rejected).map(([reason, number]) => `${reason} ${count(number)}`);
  return [
    `${count(tally.carried)} carried`,
    ...(tally.covered > 0 ? [`${count(tally.covered)} covered by those above them`] : []),
    ...(tally.narrowed > 0 ? [`${count(tally.narrowed)} without their subdomains`] : []),
    ...(rejected.length > 0 ? [`left out: ${rejected.join(", ")}`] : []),
    ...(tally.unpassed > 0 ? [`${count(tally.unpassed)} allowed names stay blocked in this format`] : []),
  ].join("; ");
}

const receiptLine = ({ sent, queued, trouble }: NonNullable<SyncReport["receipts"]>): string =>
  `receipts: ${sent} sent${queued > 0 ? `, ${queued} waiting (${trouble})` : ""}`;

export const count = (number: number): string => number.toLocaleString("en");

export const bytes = (number: number): string =>
  number < 1_000 ? `${number} B` : number < 1e6 ? `${(number / 1e3).toFixed(1)} kB` : `${(number / 1e6).toFixed(1)} MB`;
