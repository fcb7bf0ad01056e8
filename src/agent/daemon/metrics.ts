import { Counter, Gauge, Registry } from "prom-client";
import type { ListReport, SyncReport } from "../sync-report.ts";
import type { Round } from "./run.ts";

export type AgentMetrics = { readonly observe: (round: Round) => void; readonly text: () => Promise<string> };

/** Numbers about lists and outputs; README 8 has the names and what to be alarmed by. */
export function createAgentMetrics(clock: () => Date): AgentMetrics {
  const registry = new Registry();
  const registers = [registry];
  const gauge = <L extends string>(name: string, help: string, ...labelNames: L[]): Gauge<L> =>
    new Gauge({ name: `hifazat_agent_${name}`, help, labelNames, registers });
  const counter = <L extends string>(name: string, help: string, ...labelNames: L[]): Counter<L> =>
    new Counter({ name: `hifazat_agent_${name}`, help, labelNames, registers });

  const rounds = counter("rounds_total", "Rounds by what began them", "trigger");
  const failures = counter("failures_total", "Failures by code, of rounds and of outputs", "code");
  const refusals = counter("refusals_total", "Times a registry or mirror was not taken from", "registry", "code");
  const good = gauge("registry_good", "1 when the last look at a registry or mirror found it good, else 0", "registry");
  const inARow = gauge("failed_rounds_in_a_row", "Rounds that failed since the last good one");
  const lastRound = gauge("last_round_timestamp_seconds", "When the last round ended");
  const lastSuccess = gauge("last_success_timestamp_seconds", "When the last round without a failure ended");
  const release = gauge("release", "Release in force", "list");
  const offered = gauge("offered_release", "Release the registry has", "list");
  const entries = gauge("entries", "Entries of the list in force", "list");
  const pinned = gauge("pinned", "1 while an operator's rollback is in force", "list");
  const allowed = gauge("allowed_entries", "Entries that the local allow list takes out or lets pass", "list");
  const carried = gauge("output_carried", "Entries with records of their own in the file", "output");
  const left = gauge("output_left_out", "Entries the format cannot carry, by reason", "output", "reason");
  const outputRelease = gauge("output_release", "Release of the file in place", "output");
  const failed = gauge("output_failed", "1 while the output's last attempt failed", "output");
  const waiting = gauge("receipts_waiting", "Receipts not delivered yet");
  const published = new Map<string, number>();
  new Gauge({
    name: "hifazat_agent_release_age_seconds",
    help: "Time since the release in force was published",
    labelNames: ["list"],
    registers,
    collect() {
      for (const [list, at] of published) this.set({ list }, clock().getTime() / 1_000 - at);
    },
  });

  return { observe, text: () => registry.metrics() };

  function observe({ trigger, at, tookMs, result, failures: row }: Round): void {
    const ended = (at.getTime() + tookMs) / 1_000;
    rounds.inc({ trigger });
    inARow.set(row);
    lastRound.set(ended);
    if (row === 0) lastSuccess.set(ended);
    if (result.kind === "fault") failures.inc({ code: result.fault.code });
    else observeReport(result.report);
  }

  function observeReport({ faults, refusals: refused, mirrors, lists, outputs, receipts }: SyncReport): void {
    for (const { code } of faults) failures.inc({ code });
    for (const { registry: from, code } of refused) refusals.inc({ registry: from, code });
    for (const { registry: one, code } of mirrors) good.set({ registry: one }, code === undefined ? 1 : 0);
    for (const list of lists) observeList(list);
    for (const { name: output, code, result, release: number, tally } of outputs) {
      if (code !== undefined) failures.inc({ code });
      failed.set({ output }, code === undefined ? 0 : 1);
      if (result === "failed" || tally === undefined) continue;
      outputRelease.set({ output }, number);
      carried.set({ output }, tally.carried);
      for (const [reason, count] of Object.entries(tally.rejected)) left.set({ output, reason }, count);
    }
    if (receipts !== undefined) waiting.set(receipts.queued);
  }

  function observeList({ list, ...report }: ListReport): void {
    release.set({ list }, report.release);
    if (report.offered !== undefined) offered.set({ list }, report.offered);
    entries.set({ list }, report.entries);
    pinned.set({ list }, report.pinned ? 1 : 0);
    allowed.set({ list }, report.allow.leftOut + report.allow.passes);
    published.set(list, new Date(report.published).getTime() / 1_000);
  }
}
