import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Metadata, MetadataKind } from "@tufjs/models";
import type { ErrorCode } from "../core/errors.ts";
import type { ListName } from "../core/list-name.ts";
import { loadAllowList } from "./config/local-files.ts";
import { loadSealedKeys } from "./config/sealed-keys.ts";
import type { OutputSettings, Settings } from "./config/settings.ts";
import { type AllowUse, allowUse } from "./list/selection.ts";
import { isInPlace } from "./output/write-output.ts";
import type { Tally } from "./render/rendering.ts";
import { attempt, ifPresent } from "./state/durable.ts";
import { type StateFolder, stateFolder } from "./state/folder.ts";
import { inForce, type KeptList, type ListHead, readHead, readKept } from "./state/lists.ts";
import { type OutputRecord, readOutputRecord } from "./state/output-record.ts";
import { queuedReceipts } from "./state/receipts.ts";
import type { SyncReport } from "./sync-report.ts";

/** What the state folder says; nothing is asked of the registry. */
export type Status = {
  readonly state: string;
  readonly lists: readonly ListStatus[];
  readonly outputs: readonly OutputStatus[];
  readonly metadata: readonly { readonly role: string; readonly version: number; readonly expires: string }[];
  readonly allow: readonly string[];
  readonly queuedReceipts: number;
  readonly lastSync: LastSync | undefined;
};

type ListStatus = {
  readonly list: ListName;
  readonly inForce: KeptList | undefined;
  readonly intact: boolean;
  readonly pinned: string | undefined;
  readonly kept: readonly KeptList[];
  readonly allowUse: AllowUse | undefined;
};

type OutputStatus = {
  readonly name: string;
  readonly format: string;
  readonly path: string;
  /**
   * `failed`: its file was refused, or could not be made, or what reads it does not obey; `message` says why, also when the
   * file in place is whole. `changed`: somebody else wrote or removed the file since. `behind`: the list in force is another.
   */
  readonly condition: "never_written" | "unfinished" | "failed" | "changed" | "behind" | "good";
  /** Of the file in place. */
  readonly release: number | undefined;
  readonly tally: Tally | undefined;
  readonly message: string;
};

type LastSync = Pick<SyncReport, "at" | "registry" | "notes" | "mirrors" | "outputs"> & {
  readonly faults: readonly { readonly code: ErrorCode; readonly message: string }[];
};

export async function statusOf(settings: Settings): Promise<Status> {
  const state = stateFolder(settings.state, loadSealedKeys(settings));
  const allow = loadAllowList(settings);
  const lastSync = lastSyncOf(state);
  const lists = settings.lists.map(async (list): Promise<ListStatus> => {
    const folder = state.list(list);
    const head = readHead(folder);
    const kept = head === undefined ? undefined : inForce(head);
    const held = kept === undefined ? undefined : await readKept(folder, kept);
    return {
      list,
      inForce: kept,
      intact: held !== undefined,
      pinned: head?.pinned?.at,
      kept: head?.kept ?? [],
      allowUse: held === undefined ? undefined : allowUse(held.text, allow),
    };
  });
  return {
    state: settings.state,
    lists: await Promise.all(lists),
    outputs: settings.outputs.map((output) => outputStatus(state, output, lastSync)),
    metadata: ROLES.flatMap((role) => metadataOf(state, role)),
    allow: allow.targets.map(({ scope, value }) => `${scope} ${value}`),
    queuedReceipts: queuedReceipts(state).length,
    lastSync,
  };
}

const ROLES = [MetadataKind.Root, MetadataKind.Timestamp, MetadataKind.Snapshot, MetadataKind.Targets] as const;

function metadataOf(state: StateFolder, role: (typeof ROLES)[number]): Status["metadata"][number][] {
  const text = attempt(`read ${role}.json`, () =>
    ifPresent(() => readFileSync(join(state.metadata, `${role}.json`), "utf8")),
  );
  if (text === undefined) return [];
  try {
    // The overloads of fromJSON are per role.
    const { version, expires } = Metadata.fromJSON(role as MetadataKind.Root, JSON.parse(text)).signed;
    return [{ role, version, expires }];
  } catch {
    // A damaged copy is fetched anew by the next sync; there is nothing to say about it.
    return [];
  }
}

function outputStatus(
  state: StateFolder,
  { name, list, format, path }: OutputSettings,
  lastSync: LastSync | undefined,
): OutputStatus {
  const base = { name, format: format.kind, path };
  const record = readOutputRecord(state, name);
  const fault = lastFault(name, record, lastSync);
  if (record === undefined)
    return { ...base, condition: "never_written", release: undefined, tally: undefined, message: fault ?? "" };
  const { release, tally } = record;
  const condition = fault === undefined ? conditionOf(record, readHead(state.list(list))) : "failed";
  return { ...base, condition, release, tally, message: fault ?? record.message };
}

/** Why the last sync failed with this output, where nothing (a rollback) has been done to it since. */
function lastFault(name: string, record: OutputRecord | undefined, lastSync: LastSync | undefined): string | undefined {
  const last = lastSync?.outputs.find((output) => output.name === name);
  if (lastSync === undefined || last?.result !== "failed") return undefined;
  return record === undefined || record.at <= lastSync.at || record.state === "failed" ? last.message : undefined;
}

function conditionOf(record: OutputRecord, head: ListHead | undefined): OutputStatus["condition"] {
  if (record.state !== "done") return record.state === "writing" ? "unfinished" : "failed";
  if (!isInPlace(record)) return "changed";
  return head === undefined || inForce(head).release === record.release ? "good" : "behind";
}

/** Shown as it was written; a file somebody edited is shown as nothing. */
function lastSyncOf(state: StateFolder): LastSync | undefined {
  const text = attempt(`read ${state.lastSync}`, () => ifPresent(() => readFileSync(state.lastSync, "utf8")));
  if (text === undefined) return undefined;
  try {
    // Those written by earlier agents say nothing of mirrors, or of outputs.
    const {
      at,
      registry,
      notes,
      faults,
      mirrors = [],
      outputs = [],
    } = JSON.parse(text) as Omit<LastSync, "mirrors" | "outputs"> & Partial<LastSync>;
    return { at, registry, notes, faults, mirrors, outputs };
  } catch {
    return undefined;
  }
}
