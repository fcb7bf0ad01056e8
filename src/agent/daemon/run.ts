import { HifazatError } from "../../core/errors.ts";
import type { Settings } from "../config/settings.ts";
import { DownloadMemory } from "../registry/download-memory.ts";
import { judgePointer } from "../registry/judge-pointer.ts";
import { NearestFirst } from "../registry/nearest.ts";
import { stateFolder } from "../state/folder.ts";
import { trustedPointer } from "../state/metadata.ts";
import { type SyncOptions, type SyncPorts, type SyncStep, sync } from "../sync.ts";
import type { Fault, SyncReport } from "../sync-report.ts";
import type { BellPorts } from "./bell.ts";
import { type Found, follow, type Paced } from "./follow.ts";
import type { Trigger } from "./until-next.ts";

export type RunPorts = SyncPorts & BellPorts & { readonly tell: (round: Round) => void };

export type Round = Paced & {
  readonly trigger: Trigger;
  readonly at: Date;
  readonly tookMs: number;
  readonly result:
    | { readonly kind: "report"; readonly report: SyncReport }
    /** It could not even begin; what was in force stays. */
    | { readonly kind: "fault"; readonly fault: Fault; readonly error: unknown };
  /** When each step was done, milliseconds from the round's beginning; of several outputs the last one. */
  readonly steps: Readonly<Partial<Record<SyncStep, number>>>;
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
  const nearest = new NearestFirst(settings.registries);
  const round = async (trigger: Trigger, atLeast: number): Promise<Found & { told: Omit<Round, keyof Paced> }> => {
    const at = ports.clock();
    memory.startRound();
    await measure(nearest, registry, settings.state, remembering);
    // The bell is the registry's own: a mirror that is nearer may not have yet what it rings for.
    const order = settings.prefer === "nearest" ? nearest.order() : settings.registries;
    const probes = nearest.probes();
    const steps: Partial<Record<SyncStep, number>> = {};
    const step = (name: SyncStep): void => {
      steps[name] = ports.clock().getTime() - at.getTime();
      ports.step(name);
    };
    const result = await attemptSync(settings, { ...remembering, step }, { order, atLeast, probes });
    const report = result.kind === "report" ? result.report : undefined;
    nearest.served(report?.registry);
    const { retryAfterSeconds } = memory;
    return {
      told: { trigger, at, tookMs: ports.clock().getTime() - at.getTime(), result, steps },
      failed: hasFailed(report),
      newest: newestOf(report),
      pollSeconds: report?.nextPollSeconds,
      retryAfterSeconds,
      // Another agent has done its round soon; a full disk or a bad allow list is there longer.
      deaf: result.kind === "fault" && result.fault.code !== "lock_held",
    };
  };
  await follow(registry, { round, paced: ({ told }, paced) => ports.tell({ ...told, ...paced }) }, ports, stop);
}

function remember(open: SyncPorts["openDownloader"], memory: DownloadMemory): SyncPorts["openDownloader"] {
  return (identity) => memory.around(open(identity));
}

async function measure(
  nearest: NearestFirst,
  registry: string,
  state: string,
  { openDownloader, clock }: Pick<RunPorts, "openDownloader" | "clock">,
): Promise<void> {
  const downloader = openDownloader({ token: undefined, tokenOrigin: new URL(registry).origin });
  const trusted = trustedPointer(stateFolder(state, []).metadata);
  const judge = (pointer: Uint8Array) => judgePointer(pointer, trusted, clock());
  await nearest.measure(downloader.download, () => clock().getTime(), judge);
  await downloader.close();
}

async function attemptSync(
  settings: Settings,
  ports: SyncPorts,
  where: Pick<SyncOptions, "order" | "atLeast" | "probes">,
): Promise<Round["result"]> {
  try {
    const report = await sync(settings, { force: false, resume: false, trustRoot: undefined, ...where }, ports);
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
