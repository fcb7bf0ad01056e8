import type { ErrorCode } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import type { AllowList } from "./list/allow.ts";
import type { OutputReport } from "./output/write-output.ts";
import type { Tally } from "./render/rendering.ts";
import type { ListReport } from "./sync-report.ts";

/**
 * A subscriber's statement of what it has in force (DESIGN 2). Counts and reasons only: no names of blocked or allowed
 * targets, no paths of the operator's machine.
 */
export type Receipt = {
  readonly format: "hifazat-receipt/1";
  readonly list: ListName;
  readonly release: number;
  readonly identity: string;
  readonly entries: number;
  /** A rollback of the operator's own keeps this release in force. */
  readonly pinned: boolean;
  readonly at: string;
  readonly outputs: readonly ReceiptOutput[];
  readonly allow: {
    readonly lines: number;
    readonly leftOut: number;
    readonly passes: number;
    readonly sha256: string;
  };
};

type ReceiptOutput = {
  readonly name: string;
  readonly format: string;
  readonly applied: boolean;
  readonly code: ErrorCode | null;
  readonly tally: Tally | null;
};

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
