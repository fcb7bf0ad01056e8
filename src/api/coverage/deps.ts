import type { ListName } from "../../core/list-name.ts";
import type { CoverageState, LagDistribution, SubscriberCoverage } from "../../core/receipt/coverage.ts";
import type { IdentityVerdict, Receipt } from "../../core/receipt/receipt.ts";

/** What the routes and pages about receipts and coverage need, as it is used there. */

export type Coverage = {
  readonly list: ListName;
  /** Seconds since the epoch. */
  readonly at: number;
  /** The newest published release; null before the first. */
  readonly newest: { readonly release: number; readonly publishedAt: number } | null;
  /** By name. */
  readonly subscribers: readonly SubscriberCoverage[];
  readonly counts: Readonly<Record<CoverageState, number>> & { readonly wrongIdentity: number };
  /** At the release asked about; null before the first release. */
  readonly lag: LagDistribution | null;
};

export type CoverageRequest = {
  readonly list: ListName;
  /** The release whose lag distribution is wanted; the newest when undefined. */
  readonly release?: number | undefined;
  /** Only this organisation's; all subscribers when undefined. */
  readonly organisation?: number | undefined;
};

export type CoverageDeps = {
  /** Every number of one answer comes from one state of the database. Throws `not_found` for a release there is not. */
  readonly coverage: (request: CoverageRequest) => Coverage;
  /** Stores a receipt. The same receipt of the same token again changes nothing and says what it said before. */
  readonly takeReceipt: (
    from: { readonly organisation: number; readonly token: string; readonly actor: string },
    receipt: Receipt,
  ) => { readonly kind: "stored" | "known"; readonly identity: IdentityVerdict };
};
