import { type ErrorCode, HifazatError } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import type { AllowUse } from "./list/selection.ts";
import type { OutputReport } from "./output/write-output.ts";
import type { MirrorFault } from "./registry/obtain.ts";
import type { Delivery } from "./state/receipts.ts";

export type Fault = { readonly code: ErrorCode; readonly message: string };

/** What a sync did. Printed for people, and with --json as it is. */
export type SyncReport = {
  readonly at: string;
  readonly faults: readonly Fault[];
  readonly notes: readonly string[];
  /** The registry or mirror that was believed; undefined when none was. */
  readonly registry: string | undefined;
  /** Those that were asked and could not be taken from. */
  readonly refusals: readonly { readonly registry: string; readonly code: ErrorCode }[];
  /** Registry and mirrors as last looked at by a daemon that has several: with a fault, those that would not be taken from. */
  readonly mirrors: readonly ({ readonly registry: string } & Partial<Fault>)[];
  /** When the registry wants to be asked again; undefined when none was believed. */
  readonly nextPollSeconds: number | undefined;
  readonly lists: readonly ListReport[];
  readonly outputs: readonly OutputReport[];
  readonly receipts: Delivery | undefined;
};

export type ListReport = {
  readonly list: ListName;
  /** In force now. */
  readonly release: number;
  readonly entries: number;
  readonly sha256: string;
  readonly published: string;
  readonly pinned: boolean;
  /** What the registry has, where it was asked. */
  readonly offered: number | undefined;
  readonly change:
    | {
        readonly by: "delta" | "snapshot";
        readonly fetched: number;
        readonly from: number | undefined;
        readonly added: number;
        readonly dropped: number;
      }
    | undefined;
  readonly allow: AllowUse;
};

/** Exit codes of every `hifazat agent` command; the help prints this table. */
export const EXIT_CODES = [
  { code: 0, meaning: "done, or nothing had changed" },
  { code: 1, meaning: "an error of the agent itself" },
  { code: 2, meaning: "usage or configuration" },
  { code: 3, meaning: "no registry reachable, or nothing published yet; the last list stays in force" },
  { code: 4, meaning: "what the registry sent was refused; the last list stays in force" },
  { code: 5, meaning: "a bound was exceeded; the last list stays in force (--force takes it)" },
  { code: 6, meaning: "an output, its reload hook or its check failed; its previous file is in place" },
  { code: 7, meaning: "another agent is working on the state folder" },
  { code: 8, meaning: "nothing to roll back to, or no such kept release" },
  { code: 9, meaning: "the state folder cannot be used" },
] as const;

const EXIT_OF: Partial<Record<ErrorCode, number>> = {
  bad_request: 2,
  config_invalid: 2,
  not_found: 3,
  registry_unreachable: 3,
  list_malformed: 4,
  delta_malformed: 4,
  manifest_malformed: 4,
  identity_mismatch: 4,
  sealed_unreadable: 4,
  drop_bound: 5,
  growth_bound: 5,
  output_failed: 6,
  hook_failed: 6,
  verify_failed: 6,
  lock_held: 7,
  nothing_to_roll_back: 8,
  state_unusable: 9,
};

export function exitCodeOf(code: ErrorCode): number {
  return EXIT_OF[code] ?? (code.startsWith("tuf_") ? 4 : 1);
}

/** The exit code that matters most: the agent's own trouble, then refusals, then what waits for a person, then a registry away. */
const WORST_FIRST = [1, 9, 2, 4, 5, 6, 3, 7, 8];

export function exitCode(report: Pick<SyncReport, "faults" | "outputs">): number {
  const codes = [...report.faults, ...report.outputs].flatMap(({ code }) =>
    code === undefined ? [] : [exitCodeOf(code)],
  );
  return WORST_FIRST.find((code) => codes.includes(code)) ?? 0;
}

/** An expected refusal as a fault; anything else is thrown on. */
export function faultOf(error: unknown): Fault {
  if (error instanceof HifazatError) return { code: error.code, message: error.message };
  throw error;
}

/** One fault for all registries: a refusal says more than a registry that is away. */
export function worstOf(faults: readonly MirrorFault[]): Fault {
  const worst = faults.find(({ error }) => error.code !== "registry_unreachable") ?? faults[0];
  if (worst === undefined) throw new HifazatError("internal", "no registry was asked");
  const others = faults
    .filter((fault) => fault !== worst)
    .map(({ registry, error }) => `${registry}: ${error.message}`);
  return { code: worst.error.code, message: [`${worst.registry}: ${worst.error.message}`, ...others].join(" · ") };
}
