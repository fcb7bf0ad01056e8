import type { DecisionKind, ReleaseDecision, ReleaseImpulse } from "../../core/release/decision.ts";
import type { Policy, PolicyCommand } from "../../core/release/policy.ts";
import type { Target } from "../../core/target/target.ts";

/** What the release routes need from `src/publish`. Times in seconds since the epoch. What is refused is thrown. */

export type ReleaseOfList = {
  readonly number: number;
  readonly previous: number;
  readonly publishedAt: number;
  readonly state: "committed" | "published";
  readonly manifestSha256: string;
  readonly lists: { readonly general?: { readonly entries: number; readonly identity: string } };
};

export type PublishOutcome =
  | { readonly kind: "unchanged"; readonly release: number }
  | {
      readonly kind: "published";
      readonly row: ReleaseOfList;
      readonly extent: { readonly added: number; readonly removed: number };
    };

export type PendingView = {
  readonly watermark: number;
  readonly additions: number;
  readonly removals: number;
  readonly more: boolean;
  readonly urgent: boolean;
  readonly stops: boolean;
  /** What of it is too much: what comes onto the list, what leaves it. */
  readonly over: readonly ("added" | "removed")[];
  readonly allowed: number;
  /**
   * Whether something of the sealed list waits as well, or is too much at once and holds the release back. How much it is
   * is not for everybody who may publish.
   */
  readonly sealed: "nothing" | "waits" | "stops";
};

export type AttemptView = {
  readonly at: number;
  readonly by: string;
  readonly outcome: "published" | "unchanged" | "stopped" | "failed";
  readonly release: number | null;
  readonly message: string | null;
};

/** What was decided about the general list since the release before. */
export type ReleaseContent = {
  readonly counts: Readonly<Partial<Record<DecisionKind, number>>>;
  /** Names that differ from the release before; null when there are too many to count for a page. */
  readonly change: { readonly added: number; readonly removed: number } | null;
};

type Side = { readonly category: string; readonly order: string };

export type DifferencePageView = {
  readonly changes: readonly { readonly target: Target; readonly before: Side | null; readonly after: Side | null }[];
  /** Ask again from there; a page can be empty and have one. */
  readonly next: Target | null;
};

export type ReleasesDeps = {
  /** Published ones, newest first, below `before`. */
  readonly releases: (before: number | null, limit: number) => readonly ReleaseOfList[];
  readonly release: (number: number) => ReleaseOfList | undefined;
  readonly pending: () => PendingView;
  readonly attempt: () => AttemptView | null;
  readonly policy: () => Policy;
  readonly publishNow: (officer: string) => Promise<PublishOutcome>;
  /** `reasons` stand in the record with the senior officer's name; null where none were asked for. */
  readonly releaseBatch: (watermark: number, senior: string, reasons: string | null) => Promise<PublishOutcome>;
  /** `outcome`: of the release that a rollback or its end was published as; null for what only waits. */
  readonly decide: (
    command: PolicyCommand,
    actor: string,
  ) => Promise<{ readonly policy: Policy; readonly outcome: PublishOutcome | null }>;
  readonly difference: (one: number, other: number, from: Target | null, limit: number) => DifferencePageView;
  /** What a release made of the decisions up to `watermark` would change. */
  readonly waiting: (watermark: number, from: Target | null, limit: number) => DifferencePageView;
  readonly content: (release: number) => ReleaseContent;
  /** Of a release, oldest first; of what is not published yet when null. */
  readonly decisions: (release: number | null, limit: number) => readonly ReleaseDecision[];
  /** Of what is not published yet what is held back for a senior officer, oldest first. */
  readonly held: (limit: number) => readonly ReleaseDecision[];
  readonly impulses: (release: number) => readonly ReleaseImpulse[];
};
