import { createReadStream, rmSync } from "node:fs";
import { rm } from "node:fs/promises";
import { join } from "node:path";
import { Readable } from "node:stream";
import type { ItemOutcome, OrderRecord } from "../../core/order/order.ts";
import type { Db } from "../../storage/database.ts";
import { itemsAfter } from "../../storage/items.ts";
import { suggestionsOf } from "../pdf/suggestions-of.ts";
import { explain } from "../reasons.ts";
import type { Declared } from "../receive.ts";
import type { Removal } from "../remove-items.ts";
import type { CheckRequest } from "./check-file.ts";
import { createChecks } from "./checks.ts";
import type { DeskJob, DeskResult } from "./jobs.ts";
import type { Wrapping } from "./readable.ts";
import { MAX_UPLOAD_BYTES, receiveBody } from "./receive-body.ts";
import type { RunJob } from "./thread.ts";

export type IntakePorts = {
  readonly db: Db;
  /** A folder of its own for uploads on their way; what lies there at the start is left over from a crash. */
  readonly folder: string;
  /** For large uploads, one after the other. */
  readonly bulk: RunJob;
  /** For what people wait for at their screens: never behind a large upload. */
  readonly quick: RunJob;
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** What comes in, as its sender describes it. */
export type Incoming = {
  readonly body: AsyncIterable<Uint8Array>;
  readonly name: string;
  readonly wrapping: Wrapping;
  readonly declared: Declared;
};

/** An upload that is under way: `receiving` its bytes, `waiting` for others, or `judging` its items. */
export type Importing = { readonly stage: "receiving" | "waiting" | "judging"; readonly items: number };

/** Bytes up to which an upload is read among the quick jobs. */
const QUICK_BYTES = 256 * 1024;

/** Everything about the items of orders, bound to what it works with: for the API's order routes. */
export function createOrderIntake({ db, folder, bulk, quick, now }: IntakePorts) {
  rmSync(folder, { recursive: true, force: true });
  const underWay = new Map<string, Importing[]>();
  const runFor = (bytes: number): RunJob => (bytes <= QUICK_BYTES ? quick : bulk);

  /** Receives, has the job done on the file, and removes it, whatever happens. */
  async function withFile<K extends DeskJob["kind"]>(
    { body, name, wrapping, declared }: Incoming,
    jobOn: (file: { path: string; name: string; declared: Declared }, wrapping: Wrapping) => DeskJob & { kind: K },
    onStage: (importing: Importing) => void = () => {},
  ): Promise<Extract<DeskResult, { kind: K }>> {
    const { path, bytes } = await receiveBody(folder, body, MAX_UPLOAD_BYTES);
    try {
      onStage({ stage: "waiting", items: 0 });
      const job = jobOn({ path, name, declared }, wrapping);
      return (await runFor(bytes)(job, (items) => onStage({ stage: "judging", items }))) as Extract<
        DeskResult,
        { kind: K }
      >;
    } finally {
      await rm(path, { force: true });
    }
  }

  return {
    async addItems(order: string, incoming: Incoming, author: string) {
      let current: Importing = { stage: "receiving", items: 0 };
      const others = () => (underWay.get(order) ?? []).filter((one) => one !== current);
      const show = (next: Importing) => {
        const rest = others();
        current = next;
        underWay.set(order, [...rest, next]);
      };
      show(current);
      try {
        const job = (file: { path: string; name: string; declared: Declared }, wrapping: Wrapping) =>
          ({ kind: "add", order, file, wrapping, author, now: now() }) as const;
        return (await withFile(incoming, job, show)).added;
      } finally {
        const rest = others();
        if (rest.length === 0) underWay.delete(order);
        else underWay.set(order, rest);
      }
    },
    /** The uploads to an order that are under way, as they stand now. */
    importing: (order: string): readonly Importing[] => underWay.get(order) ?? [],
    async checkItems(incoming: Incoming, request: Omit<CheckRequest, "out">) {
      const job = (file: { path: string; name: string; declared: Declared }, wrapping: Wrapping) =>
        ({ kind: "check", file, wrapping, request: { ...request, out: null }, now: now() }) as const;
      return (await withFile(incoming, job)).checked;
    },
    /** Every row's verdict as JSON lines. The file behind them goes when they were read, or when nobody reads on. */
    async checkLines(incoming: Incoming, order: string | null): Promise<ReadableStream<Uint8Array>> {
      let out = "";
      await withFile(incoming, (file, wrapping) => {
        out = `${file.path}.rows`;
        const request = { order, outcomes: [], rows: 0, out: { kind: "one", path: out } } as const;
        return { kind: "check", file, wrapping, request, now: now() } as const;
      }).catch(async (error) => {
        await rm(out, { force: true });
        throw error;
      });
      const lines = createReadStream(out);
      lines.once("close", () => void rm(out, { force: true }));
      return Readable.toWeb(lines) as ReadableStream<Uint8Array>;
    },
    async removeItems(order: string, removal: Removal, author: string) {
      const result = await quick({ kind: "remove", order, removal, author, now: now() });
      if (result.kind !== "remove") throw new Error(`a removal answered with ${result.kind}`);
      return { order: result.order, removed: result.removed };
    },
    items: (order: OrderRecord, outcomes: readonly ItemOutcome[], after: number, limit: number) =>
      itemsAfter(db, order.id, outcomes, after, limit),
    async collateral(order: string, after: number, scan: number) {
      const result = await quick({ kind: "collateral", order, after, scan, now: now() });
      if (result.kind !== "collateral") throw new Error(`a question about collateral answered with ${result.kind}`);
      return result.page;
    },
    /** What an order would change on its list: counted over all of its items, and a page of them. */
    async effect(order: string, after: number, limit: number) {
      const result = await quick({ kind: "effect", order, after, limit, now: now() });
      if (result.kind !== "effect") throw new Error(`a question about an effect answered with ${result.kind}`);
      return result.page;
    },
    explain,
    /** Addresses that a PDF seems to name; nothing of it is kept. */
    suggestions: (body: AsyncIterable<Uint8Array>) => suggestionsOf(body),
    checks: createChecks({ folder: join(folder, "checks"), runFor, now }),
  };
}
