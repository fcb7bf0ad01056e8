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
  readonly allowed: number;
};

export type AttemptView = {
  readonly at: number;
  readonly by: string;
  readonly outcome: "published" | "unchanged" | "stopped" | "failed";
  readonly release: number | null;
  readonly message: string | null;
};

type Side = { readonly category: string; readonly order: string };

export type ReleasesDeps = {
  /** Published ones, newest first, below `before`. */
  readonly releases: (before: number | null, limit: number) => readonly ReleaseOfList[];
  readonly release: (number: number) => ReleaseOfList | undefined;
  readonly pending: () => PendingView;
  readonly attempt: () => AttemptView | null;
  readonly policy: () => Policy;
  readonly publishNow: (officer: string) => Promise<PublishOutcome>;
  readonly releaseBatch: (watermark: number, senior: string) => Promise<PublishOutcome>;
  /** `outcome`: of the release that a rollback or its end was published as; null for what only waits. */
  readonly decide: (
    command: PolicyCommand,
    actor: string,
  ) => Promise<{ readonly policy: Policy; readonly outcome: PublishOutcome | null }>;
  readonly difference: (
    one: number,
    other: number,
    from: Target | null,
    limit: number,
  ) => {
    readonly changes: readonly { readonly target: Target; readonly before: Side | null; readonly after: Side | null }[];
    readonly next: Target | null;
  };
};
