import { randomBytes } from "node:crypto";
import { join } from "node:path";
import type { Worker } from "node:worker_threads";
import type { ListName } from "../core/list-name.ts";
import type { SiteSettings } from "../core/site-settings.ts";
import { type ArtefactStore, openArtefacts } from "../storage/artefacts.ts";
import type { Db } from "../storage/database.ts";
import type { BuildStage } from "./build.ts";
import { type DataFolder, dataFolder } from "./data-folder.ts";
import { type Ledger, openLedger } from "./ledger.ts";
import { openStaging, type Staging } from "./staging.ts";
import { type Preparing, threadedPreparing } from "./threaded-build.ts";
import type { ChainStep } from "./tuf/extend-chain.ts";

/** What has just been done for good. The process may die after any of them, and before any. */
export type PublishStep =
  | BuildStage
  | "built"
  | "staged"
  | "committed"
  | "files-published"
  | ChainStep
  | "marked"
  | "cleaned"
  | "notified";

/** The list that is published in the clear. The sealed one goes out only as files encrypted to each subscriber. */
export const PUBLIC_LIST = "general" satisfies ListName;

/** Everything the publisher works with. */
export type Publishing = Preparing & {
  readonly folder: DataFolder;
  readonly store: ArtefactStore;
  readonly staging: Staging;
  readonly ledger: Ledger;
  readonly now: () => Date;
  readonly random: (bytes: number) => Uint8Array;
  readonly onStep?: (step: PublishStep) => void;
  /** What the public pages tell of the configuration, to be published; what is published stays when left out. */
  readonly site?: SiteSettings | undefined;
  /** Told after each release, once; not told again of one whose publisher died just before. */
  readonly notify?: (release: number) => void;
};

/** The publisher of a data folder, with the real disk, database, threads and clock. `thread`: one that was started to build. */
export function openPublishing(root: string, db: Db, site?: SiteSettings, thread?: Worker): Publishing {
  const folder = dataFolder(root);
  return {
    folder,
    store: openStore(folder),
    staging: openStaging(folder.staging),
    ledger: openLedger(db),
    ...threadedPreparing(folder, thread),
    now: () => new Date(),
    random: randomBytes,
    site,
  };
}

export function openStore(folder: DataFolder): ArtefactStore {
  return openArtefacts(folder.repository, join(folder.staging, "partial"));
}
