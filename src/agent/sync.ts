import { HifazatError } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import { applyHeld } from "./apply-held.ts";
import { establishRoot, loadAllowList, loadToken } from "./config/local-files.ts";
import { loadSealedKeys } from "./config/sealed-keys.ts";
import type { Settings } from "./config/settings.ts";
import type { AskResolver } from "./output/ask-resolver.ts";
import type { RunHook } from "./output/hook.ts";
import type { OutputReport, OutputStep } from "./output/write-output.ts";
import { receiptOf } from "./receipt.ts";
import type { Downloader } from "./registry/download.ts";
import type { Probe } from "./registry/nearest.ts";
import { type Obtained, obtain, type Wanted } from "./registry/obtain.ts";
import type { PostJson } from "./registry/post.ts";
import { makeFolder, replaceFile } from "./state/durable.ts";
import { STATE_FILE_MODE, type StateFolder, stateFolder } from "./state/folder.ts";
import { type CommitStep, type ListHead, newest, pruneLists, readHead, readKept, writeHead } from "./state/lists.ts";
import { takeLock } from "./state/lock.ts";
import { checkInMetadata, checkOutMetadata } from "./state/metadata.ts";
import { type Delivery, deliverReceipts, queueReceipt } from "./state/receipts.ts";
import { type Fault, faultOf, type ListReport, type SyncReport, worstOf } from "./sync-report.ts";
import { takeOffer } from "./take-offer.ts";

/** Where a sync can die. Told to `ports.step` when the step is on the disk; tests kill the process there. */
export type SyncStep = "locked" | "metadata_kept" | CommitStep | OutputStep | "receipt_queued" | "receipts_delivered";

export type SyncPorts = {
  readonly clock: () => Date;
  readonly openDownloader: (identity: { token: string | undefined; tokenOrigin: string }) => Downloader;
  readonly postJson: PostJson;
  readonly runHook: RunHook;
  readonly askResolver: AskResolver;
  readonly pause: (ms: number) => Promise<void>;
  readonly step: (name: SyncStep) => void;
};

export type SyncOptions = {
  /** Takes a list beyond the bounds, or an older release. */
  readonly force: boolean;
  /** Ends a rollback's pin. */
  readonly resume: boolean;
  /** A root file to trust from now on, whatever was trusted before. */
  readonly trustRoot: string | undefined;
  /** The registries in the order in which to try them this time; as they are listed when left out. */
  readonly order?: readonly string[];
  /** A release that is said to be out. */
  readonly atLeast?: number;
  /** What was last seen of the registry and its mirrors, for the report. */
  readonly probes?: readonly Probe[];
};

/**
 * One round: pull and verify, accept, render, reload, receipt. Whatever fails, the last good list stays in force and the
 * rest of the round is done with it, so that a run which died before is finished also while the registry is away.
 * Throws only what leaves nothing to report: lock_held, config_invalid, state_unusable.
 */
export async function sync(settings: Settings, options: SyncOptions, ports: SyncPorts): Promise<SyncReport> {
  const state = stateFolder(settings.state, loadSealedKeys(settings));
  makeFolder(state.root);
  const unlock = await takeLock(state.locks);
  try {
    ports.step("locked");
    return await syncLocked(settings, options, ports, state);
  } finally {
    unlock();
  }
}

async function syncLocked(
  settings: Settings,
  options: SyncOptions,
  ports: SyncPorts,
  state: StateFolder,
): Promise<SyncReport> {
  const started = ports.clock();
  const allow = loadAllowList(settings);
  const token = loadToken(settings);
  establishRoot(settings, options.trustRoot, state);
  const heads = new Map(settings.lists.map((list) => [list, openList(state, list, options.resume)]));
  const obtained = await pull(settings, token, options, ports, state, heads);
  const faults: Fault[] = obtained.registry === undefined ? [worstOf(obtained.faults)] : [];
  if (obtained.sealedFault !== undefined) faults.push(faultOf(obtained.sealedFault));
  const lists: ListReport[] = [];
  const outputs: OutputReport[] = [];
  const bounds = options.force ? undefined : settings.bounds;
  for (const [list, known] of heads) {
    const offer = obtained.offers.find((candidate) => candidate.list === list);
    const rules = { bounds, keep: settings.keep, at: started, step: ports.step };
    const { head, change, fault, taken } = takeOffer(state, list, known, offer, rules);
    if (fault !== undefined) faults.push(fault);
    if (head === undefined) continue;
    const applied = await applyHeld({ settings, state, list, head, allow, bounds, taken, ports });
    outputs.push(...applied.outputs);
    if (applied.fault !== undefined) faults.push(applied.fault);
    if (applied.report === undefined) continue;
    const report = { ...applied.report, offered: offer?.manifest.release, change };
    lists.push(report);
    if (queueReceipt(state, receiptOf(report, applied.outputs, allow, started))) ports.step("receipt_queued");
  }
  const receipts = await deliver(settings, token, ports, state);
  const notes = [...obtained.notes, ...passedOver(obtained)];
  const { registry } = obtained;
  const refusals = obtained.faults.map(({ registry, error }) => ({ registry, code: error.code }));
  const nextPollSeconds = soonest(obtained);
  const mirrors = (options.probes ?? []).map(({ registry, fault }) => ({ registry, ...(fault && faultOf(fault)) }));
  const at = started.toISOString();
  const report = { at, faults, notes, registry, refusals, mirrors, nextPollSeconds, lists, outputs, receipts };
  replaceFile(state.lastSync, `${JSON.stringify(report, null, 2)}\n`, STATE_FILE_MODE);
  return report;
}

/** Opens a list's folder, cleaning up after a run that died. */
function openList(state: StateFolder, list: ListName, resume: boolean): ListHead | undefined {
  const folder = state.list(list);
  const head = readHead(folder);
  pruneLists(folder, head);
  if (head === undefined || head.pinned === null || !resume) return head;
  const resumed = { ...head, pinned: null };
  writeHead(folder, resumed);
  return resumed;
}

/** Verified offers of the first registry that has them. Trusted metadata is kept whatever comes of it. */
async function pull(
  settings: Settings,
  token: string | undefined,
  { force, order, atLeast }: SyncOptions,
  ports: SyncPorts,
  state: StateFolder,
  heads: ReadonlyMap<ListName, ListHead | undefined>,
): Promise<Obtained> {
  const [registry] = settings.registries;
  if (registry === undefined)
    throw new HifazatError("config_invalid", 'No registry: name one with --registry URL or registry = "URL".');
  const wanted = await Promise.all([...heads].map(([list, head]) => wantedOf(state, list, head)));
  const downloader = ports.openDownloader({ token, tokenOrigin: new URL(registry).origin });
  checkOutMetadata(state);
  try {
    const rules = { force, now: ports.clock(), sealedKeys: loadSealedKeys(settings), atLeast };
    return await obtain(order ?? settings.registries, wanted, state.metadataWork, downloader.download, rules);
  } finally {
    checkInMetadata(state);
    ports.step("metadata_kept");
    await downloader.close();
  }
}

async function wantedOf(state: StateFolder, list: ListName, head: ListHead | undefined): Promise<Wanted> {
  if (head === undefined) return { list, held: undefined, known: undefined, look: false };
  const held = await readKept(state.list(list), newest(head));
  return { list, held, known: newest(head), look: head.pinned !== null };
}

async function deliver(
  settings: Settings,
  token: string | undefined,
  ports: SyncPorts,
  state: StateFolder,
): Promise<Delivery | undefined> {
  const [registry] = settings.registries;
  if (token === undefined || registry === undefined) return undefined;
  const delivery = await deliverReceipts(state, (body) => ports.postJson(`${registry}/v1/receipts`, token, body));
  ports.step("receipts_delivered");
  return delivery;
}

function soonest({ offers }: Obtained): number | undefined {
  const asked = offers.flatMap(({ manifest }) => manifest.nextPollSeconds ?? []);
  return asked.length === 0 ? undefined : Math.min(...asked);
}

const passedOver = ({ registry, faults }: Obtained): string[] =>
  registry === undefined
    ? []
    : faults.map((fault) => `${fault.registry} was passed over: ${fault.error.code}: ${fault.error.message}`);
