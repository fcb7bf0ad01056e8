import { mkdir, open, rm } from "node:fs/promises";
import { basename } from "node:path";
import { HifazatError } from "../../core/errors.ts";
import type { ItemCounts, ItemOutcome, OrderRecord, Upload } from "../../core/order/order.ts";
import type { Item } from "../../storage/items.ts";
import type { Declared } from "../receive.ts";
import type { FileVerdict } from "../stage-file.ts";
import { rowsPath } from "./check-file.ts";
import type { Incoming } from "./order-intake.ts";
import type { Wrapping } from "./readable.ts";
import { MAX_UPLOAD_BYTES, receiveBody } from "./receive-body.ts";
import type { RunJob } from "./thread.ts";

/** A file that somebody has sent to see what would become of its rows, before it goes into an order. */
export type Check = {
  readonly id: string;
  /** The order it is for, such as o12. */
  readonly order: string;
  readonly author: string;
  readonly name: string;
  readonly bytes: number;
  /** Lines of the text, to tell how far it is; null for what is not read line by line. */
  readonly lines: number | null;
  readonly state:
    | { readonly kind: "checking" | "saving"; readonly items: number }
    | { readonly kind: "checked"; readonly counts: ItemCounts; readonly verdict: FileVerdict }
    | { readonly kind: "saved"; readonly already: boolean; readonly upload: Upload; readonly order: OrderRecord }
    | { readonly kind: "failed"; readonly code: string; readonly message: string };
  /** Items, counted from 1, that are left out when it is saved. */
  readonly without: readonly number[];
};

export type CheckPorts = {
  /** A folder of its own. */
  readonly folder: string;
  /** Who does the work on a file of so many bytes. */
  readonly runFor: (bytes: number) => RunJob;
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** How long a file waits for its sender's decision, in seconds. */
const KEPT_SECONDS = 4 * 3_600;
/** Files that wait at once; the oldest goes for a newer one. */
const MOST_KEPT = 50;
/** Rows that can be left out one by one. */
const MOST_WITHOUT = 10_000;

type Kept = Check & { readonly path: string; readonly wrapping: Wrapping; readonly declared: Declared; at: number };

/** Files between sending and saving. They are not in the database: a server that starts anew has none. */
export function createChecks({ folder, runFor, now }: CheckPorts) {
  const kept = new Map<string, Kept>();

  /** Throws `not_found` for one that is gone, or for another order's. */
  function find(order: string, id: string): Kept {
    const check = kept.get(id);
    if (check?.order === order) return check;
    throw new HifazatError("not_found", "This upload is no longer here: send the file again.");
  }
  const change = (id: string, part: Partial<Kept>): void => {
    const check = kept.get(id);
    if (check !== undefined) kept.set(id, { ...check, ...part });
  };
  const failed = (id: string) => (error: unknown) => {
    if (!(error instanceof HifazatError)) change(id, { state: { kind: "failed", code: "internal", message: "" } });
    else change(id, { state: { kind: "failed", code: error.code, message: error.message } });
  };

  async function drop(id: string): Promise<void> {
    const check = kept.get(id);
    kept.delete(id);
    if (check === undefined) return;
    const outcomes = ["accepted", "held", "refused", "duplicate", "skipped"] as const;
    const files = [check.path, ...outcomes.map((outcome) => rowsPath(check.path, outcome))];
    await Promise.all(files.map((file) => rm(file, { force: true })));
  }

  async function dropOld(): Promise<void> {
    const old = [...kept.values()].filter(({ at }) => at < now() - KEPT_SECONDS);
    const many = [...kept.values()].slice(0, Math.max(0, kept.size - MOST_KEPT + 1));
    for (const { id, state } of [...old, ...many])
      if (state.kind !== "checking" && state.kind !== "saving") await drop(id);
  }

  return {
    /** Takes the file in; its rows are judged afterwards. */
    async start(order: string, { body, name, wrapping, declared }: Incoming, author: string): Promise<Check> {
      await dropOld();
      await mkdir(folder, { recursive: true, mode: 0o700 });
      const counter = { lines: 0 };
      const { path, bytes } = await receiveBody(folder, countingLines(body, counter), MAX_UPLOAD_BYTES);
      if (bytes === 0) {
        await rm(path, { force: true });
        throw new HifazatError("file_empty", "The file is empty.");
      }
      const id = basename(path);
      const lines = wrapping === "lines" ? counter.lines + 1 : null;
      const state = { kind: "checking", items: 0 } as const;
      const check = { id, order, author, name, bytes, lines, state, without: [], path, wrapping, declared, at: now() };
      kept.set(id, check);
      const request = { order, outcomes: [], rows: 0, out: { kind: "by_outcome", path } } as const;
      const job = { kind: "check", file: { path, name, declared }, wrapping, request, now: now() } as const;
      runFor(bytes)(job, (items) => change(id, { state: { kind: "checking", items } })).then((result) => {
        if (result.kind !== "check") throw new Error(`a check answered with ${result.kind}`);
        const { counts, rows: _, ...verdict } = result.checked;
        change(id, { state: { kind: "checked", counts, verdict } });
      }, failed(id));
      return check;
    },

    find: (order: string, id: string): Check => find(order, id),

    /** Rows of one outcome from a place on; 0 at first. While it is being judged, those that are there by now. */
    async rows(order: string, id: string, outcome: ItemOutcome, from: number, limit: number) {
      const { path } = find(order, id);
      return readRows(rowsPath(path, outcome), from, limit);
    },

    /** Leaves these items out, or takes them in again. Throws `bad_request` for too many. */
    leaveOut(order: string, id: string, out: readonly number[], back: readonly number[]): Check {
      const { without } = find(order, id);
      const left = new Set([...without, ...out]);
      for (const item of back) left.delete(item);
      if (left.size > MOST_WITHOUT)
        throw new HifazatError("bad_request", `At most ${MOST_WITHOUT} rows can be left out one by one.`);
      change(id, { without: [...left].sort((a, b) => a - b) });
      return find(order, id);
    },

    /** Puts it into the order, judged once more as everything stands then. Nothing when that is under way already. */
    save(order: string, id: string, author: string): Check {
      const { path, name, wrapping, declared, bytes, without, state } = find(order, id);
      if (state.kind === "saving" || state.kind === "saved") return find(order, id);
      if (state.kind !== "checked") throw new HifazatError("conflict", "The rows are not checked yet.");
      change(id, { state: { kind: "saving", items: 0 } });
      const file = { path, name, declared };
      const job = { kind: "add", order, file, wrapping, author, without: new Set(without), now: now() } as const;
      runFor(bytes)(job, (items) => change(id, { state: { kind: "saving", items } })).then((result) => {
        if (result.kind !== "add") throw new Error(`an upload answered with ${result.kind}`);
        const { kind, upload, order: record } = result.added;
        change(id, { state: { kind: "saved", already: kind === "already", upload, order: record } });
      }, failed(id));
      return find(order, id);
    },

    async drop(order: string, id: string): Promise<void> {
      const { state } = find(order, id);
      if (state.kind === "checking" || state.kind === "saving")
        throw new HifazatError("conflict", "The file is being read: wait until that is done.");
      await drop(id);
    },
  };
}

async function* countingLines(body: AsyncIterable<Uint8Array>, counter: { lines: number }): AsyncGenerator<Uint8Array> {
  for await (const chunk of body) {
    for (let at = chunk.indexOf(10); at !== -1; at = chunk.indexOf(10, at + 1)) counter.lines += 1;
    yield chunk;
  }
}

/** Bytes read for one page: more than its rows have, whatever stands in them. */
const PAGE_BYTES = 4 * 1024 * 1024;

/** Whole lines from a byte on; `next` is where the following page begins, null when there is nothing more by now. */
async function readRows(path: string, from: number, limit: number) {
  const file = await open(path).catch((error: NodeJS.ErrnoException) => {
    // No row had this outcome yet.
    if (error.code === "ENOENT") return undefined;
    throw error;
  });
  if (file === undefined) return { rows: [], next: null };
  try {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(PAGE_BYTES), 0, PAGE_BYTES, from);
    const rows: Item[] = [];
    let at = 0;
    // What is being written at this moment may end in the middle of a line.
    for (let end = buffer.indexOf(10); end !== -1 && end < bytesRead && rows.length < limit; ) {
      rows.push(JSON.parse(buffer.toString("utf8", at, end)));
      at = end + 1;
      end = buffer.indexOf(10, at);
    }
    return { rows, next: at < bytesRead && rows.length > 0 ? from + at : null };
  } finally {
    await file.close();
  }
}
