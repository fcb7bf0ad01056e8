import type { ErrorCode } from "../../core/errors.ts";
import type { OutputReport } from "../output/write-output.ts";
import type { Tally } from "../render/rendering.ts";
import type { Fault, ListReport } from "../sync-report.ts";
import type { Round } from "./run.ts";

/**
 * Faults whose message speaks of files and servers only. Others may quote a line of the allow list, or what a program said
 * about a name; those messages are in the state folder, for `agent status`.
 */
const SPEAKABLE: ReadonlySet<ErrorCode> = new Set([
  "not_found",
  "registry_unreachable",
  "tuf_rollback",
  "tuf_freeze",
  "tuf_mix_and_match",
  "tuf_signature",
  "tuf_threshold",
  "tuf_endless_data",
  "tuf_truncated",
  "tuf_malformed",
  "tuf_target_mismatch",
  "identity_mismatch",
  "drop_bound",
  "growth_bound",
  "lock_held",
  "state_unusable",
  "sealed_unreadable",
]);

export type LogLine = { readonly level: "info" | "warn" | "error"; readonly [member: string]: unknown };

/** One round as one line: numbers, codes and names of outputs, never a blocked or allowed name. */
export function logLine({ trigger, tookMs, result, failures, nextSeconds, steps }: Round): LogLine {
  const pace = { trigger, ms: Math.round(tookMs), failures, next_s: Math.round(nextSeconds) };
  if (result.kind === "fault") {
    const stack =
      result.fault.code === "internal" && result.error instanceof Error ? framesOf(result.error) : undefined;
    return { level: "error", outcome: "failed", ...pace, faults: [speakable(result.fault)], stack };
  }
  const { registry, lists, outputs, faults, receipts, notes } = result.report;
  const failed = outputs.some((output) => output.result === "failed");
  const written =
    lists.some(({ change }) => change !== undefined) || outputs.some(({ result }) => result === "written");
  const outcome =
    failed || registry === undefined ? "failed" : faults.length > 0 ? "held" : written ? "applied" : "unchanged";
  return {
    level: outcome === "failed" ? "error" : outcome === "held" ? "warn" : "info",
    outcome,
    ...pace,
    registry,
    lists: lists.map(listFacts),
    outputs: outputs.map(outputFacts),
    // Where the time went, when there was something to do.
    ...(written ? { steps_ms: steps } : {}),
    ...(faults.length === 0 ? {} : { faults: faults.map(speakable) }),
    ...(notes.length === 0 ? {} : { notes: notes.length }),
    ...(receipts === undefined ? {} : { receipts: { sent: receipts.sent, queued: receipts.queued } }),
  };
}

function listFacts({ list, release, offered, entries, pinned, change, allow }: ListReport): object {
  const { by, added, dropped } = change ?? {};
  return { list, release, offered, entries, pinned, by, added, dropped, allowed: allow.leftOut + allow.passes };
}

function outputFacts({ name, result, release, code, tally }: OutputReport): object {
  return { name, result, release, fault: code, carried: tally?.carried, left_out: tally && leftOut(tally) };
}

export const leftOut = ({ rejected }: Tally): number =>
  Object.values(rejected).reduce((sum, number) => sum + number, 0);

const speakable = ({ code, message }: Fault): object =>
  SPEAKABLE.has(code) ? { fault: code, message } : { fault: code };

/** Where it happened, without the message, which may quote anything. */
const framesOf = ({ stack = "" }: Error): string[] => stack.split("\n").filter((line) => /^\s+at /.test(line));
