import type { HifazatError } from "../../core/errors.ts";
import type { GuardLists } from "../../core/guard/guard-lists.ts";
import type { OrderRecord } from "../../core/order/order.ts";
import type { Db } from "../../storage/database.ts";
import { type EffectPage, orderEffect } from "../../storage/order-effect.ts";
import { findOrder } from "../../storage/orders.ts";
import { type AddResult, addFile } from "../add-file.ts";
import { askGuard } from "../open-guard.ts";
import { type Removal, removeItems } from "../remove-items.ts";
import { type BodyWork, type Taken, takeBody } from "../sources/take-body.ts";
import type { ItemFile } from "../stage-file.ts";
import { type CheckRequest, type CheckResult, checkFile } from "./check-file.ts";
import { type CollateralPage, collateral, type GuardedNames } from "./collateral.ts";
import { readable, type Wrapping } from "./readable.ts";

/** Work on an order's items that a server gives to another thread. `now` in seconds since the epoch. */
export type DeskJob = { readonly now: number } & (
  | {
      readonly kind: "add";
      readonly order: string;
      readonly file: ItemFile;
      readonly wrapping: Wrapping;
      readonly author: string;
      readonly without?: ReadonlySet<number>;
    }
  | { readonly kind: "check"; readonly file: ItemFile; readonly wrapping: Wrapping; readonly request: CheckRequest }
  | { readonly kind: "remove"; readonly order: string; readonly removal: Removal; readonly author: string }
  | { readonly kind: "collateral"; readonly order: string; readonly after: number; readonly scan: number }
  | { readonly kind: "effect"; readonly order: string; readonly after: number; readonly limit: number }
  | { readonly kind: "source"; readonly work: BodyWork }
);

export type DeskResult =
  | { readonly kind: "add"; readonly added: AddResult }
  | { readonly kind: "check"; readonly checked: CheckResult }
  | { readonly kind: "remove"; readonly order: OrderRecord; readonly removed: number }
  | { readonly kind: "collateral"; readonly page: CollateralPage }
  | { readonly kind: "effect"; readonly page: EffectPage }
  | { readonly kind: "source"; readonly taken: Taken };

/** What a thread answers about the job with this number. */
export type DeskAnswer = { readonly job: number } & (
  | { readonly kind: "progress"; readonly items: number }
  | { readonly kind: "done"; readonly result: DeskResult }
  | { readonly kind: "failed"; readonly error: Pick<HifazatError, "code" | "message"> | null; readonly cause: string }
);

export type DeskPorts = {
  readonly db: Db;
  /** The guard lists, and the names in them; asked for each job, so that they can be read again. */
  readonly guards: () => Promise<{ readonly lists: GuardLists; readonly names: GuardedNames }>;
};

export async function doJob(
  { db, guards }: DeskPorts,
  job: DeskJob,
  onProgress: (items: number) => void = () => {},
): Promise<DeskResult> {
  switch (job.kind) {
    case "add": {
      const { file, done } = await readable(job.file, job.wrapping);
      try {
        const guard = askGuard(db, (await guards()).lists, job.now);
        const request = { ...file, order: job.order, author: job.author, without: job.without };
        return { kind: "add", added: await addFile(db, request, { guard, now: () => job.now, onProgress }) };
      } finally {
        await done();
      }
    }
    case "check": {
      const { file, done } = await readable(job.file, job.wrapping);
      try {
        const guard = askGuard(db, (await guards()).lists, job.now);
        return { kind: "check", checked: await checkFile(db, file, job.request, guard, onProgress) };
      } finally {
        await done();
      }
    }
    case "remove":
      return { kind: "remove", ...removeItems(db, job.order, job.removal, job.author, job.now) };
    case "collateral":
      return { kind: "collateral", page: collateral(db, (await guards()).names, job) };
    case "effect":
      return { kind: "effect", page: orderEffect(db, findOrder(db, job.order), job.after, job.limit) };
    case "source": {
      const guard = askGuard(db, (await guards()).lists, job.now);
      return { kind: "source", taken: await takeBody(db, guard, job.work, job.now) };
    }
  }
}
