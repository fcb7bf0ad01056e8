import type { ErrorCode } from "../../core/errors.ts";
import type { GuardMatch } from "../../core/guard/explain-guard.ts";
import type { GuardOutcome } from "../../core/guard/guard.ts";
import type { GuardKind } from "../../core/guard/guard-kind.ts";
import type { RefusalCode } from "../../core/target/refusal.ts";
import type { Target } from "../../core/target/target.ts";

/** What a person who looks at the guard lists needs from `src/intake`. */

/** A list of the configuration, a file or a URL, as it was read last. */
export type GuardSourceView = {
  readonly kind: GuardKind;
  readonly from: string;
  /** `cached`: it cannot be read and its last good copy stands; `missing`: there is none, and nothing may pass. */
  readonly state: "fresh" | "cached" | "missing";
  readonly names: number;
  /** When the copy that stands was read, seconds since the epoch. */
  readonly readAt: number | null;
  /** Lines that are no names. */
  readonly bad: number;
  readonly error: { readonly code: ErrorCode; readonly message: string } | null;
};

export type GuardAnswer =
  | { readonly kind: "refused"; readonly code: RefusalCode }
  | {
      readonly kind: "judged";
      readonly target: Target;
      readonly outcome: GuardOutcome;
      readonly matches: readonly GuardMatch[];
    };

export type GuardListsDeps = {
  readonly guardLists: () => Promise<{
    /** How many names of each kind ship with the registry. */
    readonly shipped: Readonly<Record<GuardKind, number>>;
    readonly sources: readonly GuardSourceView[];
  }>;
  /** What intake would make of an address, and why. Throws `config_invalid` while a list is missing. */
  readonly askGuard: (text: string) => Promise<GuardAnswer>;
};
