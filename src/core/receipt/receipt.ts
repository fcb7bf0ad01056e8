import type { ListName } from "../list-name.ts";

/**
 * A subscriber's statement of what it has in force (DESIGN 2). Counts and reasons only: no names of blocked or allowed
 * targets, no paths of the operator's machine.
 */
export type Receipt = {
  readonly format: "hifazat-receipt/1";
  readonly list: ListName;
  readonly release: number;
  /** Of what is in force: must be what that release was published as. */
  readonly identity: string;
  readonly entries: number;
  /** A rollback of the operator's own keeps this release in force. */
  readonly pinned: boolean;
  /** When it was applied, by the subscriber's clock; ISO time. */
  readonly at: string;
  readonly outputs: readonly ReceiptOutput[];
  /** What the operator lets pass although it is listed. */
  readonly allow: {
    readonly lines: number;
    readonly leftOut: number;
    readonly passes: number;
    readonly sha256: string;
  };
};

export type ReceiptOutput = {
  readonly name: string;
  readonly format: string;
  readonly applied: boolean;
  /** Why it was not applied: a code of the subscriber's program. */
  readonly code: string | null;
  /** Entries in the file, and those that are not, by reason. */
  readonly tally: {
    readonly carried: number;
    readonly covered: number;
    readonly narrowed: number;
    readonly rejected: Readonly<Record<string, number | undefined>>;
    readonly unpassed: number;
  } | null;
};

/** How a receipt's identity compares with what was published as that release; `unknown`: there is no such release here. */
export const IDENTITY_VERDICTS = ["right", "wrong", "unknown"] as const;
export type IdentityVerdict = (typeof IDENTITY_VERDICTS)[number];

/** Entries that outputs could not carry, by reason, added up over the outputs. */
export function leftOutOf({ outputs }: Pick<Receipt, "outputs">): Record<string, number> {
  const sums: Record<string, number> = {};
  for (const { tally } of outputs)
    for (const [reason, count] of Object.entries(tally?.rejected ?? {}))
      sums[reason] = (sums[reason] ?? 0) + (count ?? 0);
  return sums;
}
