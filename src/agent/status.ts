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
import { inForce, type KeptList, readHead, readKept } from "./state/lists.ts";
import { readOutputRecord } from "./state/output-record.ts";
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
  /** `changed`: somebody else wrote or removed the file since. */
  readonly condition: "never_written" | "unfinished" | "failed" | "changed" | "good";
  readonly release: number | undefined;
  readonly tally: Tally | undefined;
  readonly message: string;
};

type LastSync = Pick<SyncReport, "at" | "registry" | "notes" | "mirrors"> & {
  readonly faults: readonly { readonly code: ErrorCode; readonly message: string }[];
};

export async function statusOf(settings: Settings): Promise<Status> {
  const state = stateFolder(settings.state, loadSealedKeys(settings));
  const allow = loadAllowList(settings);
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
    outputs: settings.outputs.map((output) => outputStatus(state, output)),
    metadata: ROLES.flatMap((role) => metadataOf(state, role)),
    allow: allow.targets.map(({ scope, value }) => `${scope} ${value}`),
    queuedReceipts: queuedReceipts(state).length,
    lastSync: lastSyncOf(state),
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

function outputStatus(state: StateFolder, { name, format, path }: OutputSettings): OutputStatus {
  const record = readOutputRecord(state, name);
  const base = { name, format: format.kind, path };
  if (record === undefined)
    return { ...base, condition: "never_written", release: undefined, tally: undefined, message: "" };
  const { release, tally, message } = record;
  const condition = { writing: "unfinished", failed: "failed", done: isInPlace(record) ? "good" : "changed" } as const;
  return { ...base, condition: condition[record.state], release, tally, message };
}

/** Shown as it was written; a file somebody edited is shown as nothing. */
function lastSyncOf(state: StateFolder): LastSync | undefined {
  const text = attempt(`read ${state.lastSync}`, () => ifPresent(() => readFileSync(state.lastSync, "utf8")));
  if (text === undefined) return undefined;
  try {
    // Those written by earlier agents say nothing of mirrors.
    const {
      at,
      registry,
      notes,
      faults,
      mirrors = [],
    } = JSON.parse(text) as Omit<LastSync, "mirrors"> & Partial<LastSync>;
    return { at, registry, notes, faults, mirrors };
  } catch {
    return undefined;
  }
}
