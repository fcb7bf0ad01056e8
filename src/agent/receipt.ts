import type { Receipt } from "../core/receipt/receipt.ts";
import type { AllowList } from "./list/allow.ts";
import type { OutputReport } from "./output/write-output.ts";
import type { ListReport } from "./sync-report.ts";

/** What a sync brought into force, for the registry. */
export function receiptOf(list: ListReport, outputs: readonly OutputReport[], allow: AllowList, at: Date): Receipt {
  return {
    format: "hifazat-receipt/1",
    list: list.list,
    release: list.release,
    identity: list.sha256,
    entries: list.entries,
    pinned: list.pinned,
    at: at.toISOString(),
    outputs: outputs.map(({ name, format, result, code, tally }) => ({
      name,
      format,
      applied: result !== "failed",
      code: code ?? null,
      tally: tally ?? null,
    })),
    allow: { ...list.allow, sha256: allow.sha256 },
  };
}
