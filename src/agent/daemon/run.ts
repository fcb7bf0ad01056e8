import { HifazatError } from "../../core/errors.ts";
import type { Settings } from "../config/settings.ts";
import { DownloadMemory } from "../registry/download-memory.ts";
import { type SyncPorts, sync } from "../sync.ts";
import type { Fault, SyncReport } from "../sync-report.ts";
import { Bell, type BellPorts } from "./bell.ts";
import { DEFAULT_POLL_SECONDS, waitSeconds } from "./pace.ts";

export type RunPorts = SyncPorts & BellPorts & { readonly tell: (round: Round) => void };

/** Why a round began: the agent started, its time was up, or the registry said that there is a release. */
export type Trigger = "start" | "poll" | "bell";

export type Round = {
  readonly trigger: Trigger;
  readonly at: Date;
  readonly tookMs: number;
  readonly result:
    | { readonly kind: "report"; readonly report: SyncReport }
    /** It could not even begin; what was in force stays. */
    | { readonly kind: "fault"; readonly fault: Fault; readonly error: unknown };
  /** Rounds that failed since the last good one, this one included. */
  readonly failures: number;
  readonly nextSeconds: number;
};

/**
 * Follows the registry until `stop` is aborted; a round that is running then is finished first. Nothing that happens in
 * a round ends it: a daemon that is away enforces nothing new, and says nothing about it either.
 */
export async function runAgent(settings: Settings, ports: RunPorts, stop: AbortSignal): Promise<void> {
  const [registry] = settings.registries;
  if (registry === undefined) throw new HifazatError("config_invalid", "No registry: there is nothing to follow.");
  const memory = new DownloadMemory();
  const remembering = { ...ports, openDownloader: remember(ports.openDownloader, memory) };
  const bell = new Bell(registry, ports);
  let trigger: Trigger = "start";
  let pollSeconds = DEFAULT_POLL_SECONDS;
  let failures = 0;
  let known = 0;
  while (!stop.aborted) {
    const at = ports.clock();
    memory.startRound();
    const result = await attemptSync(settings, remembering);
    const report = result.kind === "report" ? result.report : undefined;
    pollSeconds = report?.nextPollSeconds ?? pollSeconds;
    failures = hasFailed(report) ? failures + 1 : 0;
    const before = known;
    known = newestOf(report) ?? known;
    if (trigger === "bell") bell.heard(known > before);
    const { retryAfterSeconds } = memory;
    const nextSeconds = waitSeconds({ pollSeconds, failures, retryAfterSeconds }, ports.random);
    const tookMs = ports.clock().getTime() - at.getTime();
    ports.tell({ trigger, at, tookMs, result, failures, nextSeconds });
    trigger = await untilNext(bell, known, nextSeconds, ports, stop);
  }
}

function remember(open: SyncPorts["openDownloader"], memory: DownloadMemory): SyncPorts["openDownloader"] {
  return (identity) => memory.around(open(identity));
}

async function attemptSync(settings: Settings, ports: SyncPorts): Promise<Round["result"]> {
  try {
    const report = await sync(settings, { force: false, resume: false, trustRoot: undefined }, ports);
    return { kind: "report", report };
  } catch (error) {
    const code = error instanceof HifazatError ? error.code : "internal";
    const message = error instanceof Error ? error.message : String(error);
    return { kind: "fault", fault: { code, message }, error };
  }
}

/**
 * A failed output counts, or a reload that cannot succeed would disturb the resolver at every poll. A list held back by
 * its bounds does not: it waits for a person, and the next release may well be in order.
 */
function hasFailed(report: SyncReport | undefined): boolean {
  return report?.registry === undefined || report.outputs.some(({ result }) => result === "failed");
}

/** The newest release the registry is known to have, whether it was taken or not. */
function newestOf(report: SyncReport | undefined): number | undefined {
  const releases = (report?.lists ?? []).map(({ offered, release }) => Math.max(offered ?? 0, release));
  return releases.length === 0 ? undefined : Math.max(...releases);
}

/** Waits for whichever comes first. */
async function untilNext(
  bell: Bell,
  known: number,
  seconds: number,
  { sleep }: BellPorts,
  stop: AbortSignal,
): Promise<Trigger> {
  const over = new AbortController();
  const signal = AbortSignal.any([stop, over.signal]);
  const poll = sleep(seconds, signal).then((): Trigger => "poll");
  const ring = bell.rings(known, signal).then((rang): Trigger => (rang ? "bell" : "poll"));
  try {
    return await Promise.race([poll, ring]);
  } finally {
    over.abort();
    await Promise.all([poll, ring]);
  }
}
