import type { AddressView, HistoryLine, Statement } from "../complaint/view.ts";
import type { AppealRecord, AppealState } from "./appeal.ts";

/** What officers see of appeals. Times in seconds since the epoch. */

export type AppealSummary = Pick<
  AppealRecord,
  | "reference"
  | "state"
  | "capacity"
  | "entry"
  | "receivedAt"
  | "clock"
  | "lock"
  | "outcome"
  | "decidedAt"
  | "courtUntil"
> & {
  readonly suspended: boolean;
  readonly proposal: { readonly by: string; readonly verdict: NonNullable<AppealRecord["proposal"]>["verdict"] } | null;
};

/** What of a desk's appeals somebody wants to see. */
export type AppealFilter = {
  readonly states: readonly AppealState[];
  readonly takenBy?: string | undefined;
  /** A reference or an entry's id; on the general desk also an address. */
  readonly text?: string | undefined;
  readonly limit: number;
  readonly skip: number;
};

export type AppealView = AppealSummary & {
  readonly language: AppealRecord["language"];
  readonly shown: AddressView;
  /** Why it should not be blocked; null on the sealed desk. */
  readonly statement: Statement["description"] | null;
  /** What blocks the address now, and every order item that it stands on. */
  readonly standing: readonly { readonly order: string; readonly item: number }[];
  /** Who may not decide it. */
  readonly parties: readonly string[];
  readonly history: readonly HistoryLine[];
};
