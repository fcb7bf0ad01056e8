import { HifazatError } from "../../core/errors.ts";
import { BLOCK_BYTES, type BlockTable } from "../../protocol/index-file/block-table.ts";
import type { Paged } from "../open-index.ts";
import type { BlockCache, CachedFile } from "./block-cache.ts";
import type { RunBuffers } from "./run-buffers.ts";

/**
 * Reads `length` bytes of a file from `offset` into a buffer of at least as many, which is taken away: the answer is the
 * buffer to go on with, and how many bytes came. Undefined when there is no such file.
 */
export type ReadRange = (path: string, offset: number, length: number, into: ArrayBuffer) => Promise<Run | undefined>;
export type Run = { readonly buffer: ArrayBuffer; readonly length: number };

/** Blocks that lie together are read together, up to so many bytes: one request, and as much memory for a moment. */
export const RUN_BYTES = 1_048_576;
/** Runs that are read at one time: a Worker has six connections. */
const AT_ONCE = 4;
/** A question that has not got all it needs after so many rounds never will: others push its blocks out. */
const MOST_ROUNDS = 64;

export type PagedFileParts = {
  readonly read: ReadRange;
  readonly buffers: RunBuffers;
  readonly cache: BlockCache;
  readonly failed: (error: unknown) => void;
};

/** A file in parts, each of which is believed only when it hashes to what a signed table says (protocol 8.10). */
export class PagedFile implements CachedFile, Paged {
  readonly words: (Int32Array<ArrayBuffer> | undefined)[];
  readonly asked: Uint8Array;
  readonly #path: string;
  readonly #table: BlockTable;
  readonly #read: ReadRange;
  readonly #buffers: RunBuffers;
  readonly #cache: BlockCache;
  readonly #failed: (error: unknown) => void;
  #wanted: number[] = [];

  /** `failed` hears why a question could not be answered. */
  constructor(path: string, table: BlockTable, { read, buffers, cache, failed }: PagedFileParts) {
    this.words = new Array(table.count).fill(undefined);
    this.asked = new Uint8Array(table.count);
    this.#path = path;
    this.#table = table;
    this.#read = read;
    this.#buffers = buffers;
    this.#cache = cache;
    this.#failed = failed;
  }

  /** The words of a block, for PagedIndex. One that is not in memory is noted. */
  readonly block = (block: number): Int32Array | undefined => {
    const words = this.words[block];
    if (words === undefined) this.#wanted.push(block);
    else this.asked[block] = 1;
    return words;
  };

  /**
   * The answer to a question that reads this file: at once when everything it reads is in memory, otherwise after what it
   * lacked was fetched. So no answer is given from half of what it needs. `ask` may be called again and must not wait.
   * Throws `unavailable` when a part cannot be had, or is not what was signed.
   */
  readonly settle = <T>(ask: () => T): T | Promise<T> => {
    this.#wanted = [];
    const answer = ask();
    return this.#wanted.length === 0 ? answer : this.#settleLater(ask, this.#wanted);
  };

  /** See Paged. Half of the memory at most: the rest is for those who ask meanwhile. */
  readonly prepare = async (ask: () => void): Promise<void> => {
    // First the tables, then the records they point to.
    for (let round = 0; round < 2; round++) {
      this.#wanted = [];
      ask();
      const wanted = [...new Set(this.#wanted)].slice(0, this.#cache.most >> 1);
      // Whoever asks in earnest hears of it.
      await this.fetch(wanted).catch(() => {});
    }
  };

  async #settleLater<T>(ask: () => T, lacking: readonly number[]): Promise<T> {
    let wanted = lacking;
    for (let round = 0; round < MOST_ROUNDS; round++) {
      await this.fetch(wanted).catch((cause) => {
        this.#failed(cause);
        throw new HifazatError("unavailable", "A part of the list cannot be read at the moment.", { cause });
      });
      this.#wanted = [];
      const answer = ask();
      if (this.#wanted.length === 0) return answer;
      wanted = this.#wanted;
    }
    throw new HifazatError("unavailable", "Too much is asked at once. Please ask again.");
  }

  /** Fetches blocks into memory. */
  async fetch(blocks: readonly number[]): Promise<void> {
    await this.#eachRun(blocks, (block, bytes) => this.#cache.add(this, block, bytes));
  }

  /**
   * Reads and checks the whole file. What there is room for stays in memory; nothing is pushed out. Throws what was wrong.
   */
  async verify(): Promise<void> {
    await this.#eachRun(this.#missing(), (block, bytes) => {
      if (this.#cache.room > 0) this.#cache.add(this, block, bytes);
    });
  }

  /** Brings what is missing of the first `bytes` bytes into memory, as far as there is room. */
  async fill(bytes: number): Promise<void> {
    const missing = this.#missing().filter((block) => block * BLOCK_BYTES < bytes);
    await this.fetch(missing.slice(0, this.#cache.room));
  }

  /** The first `length` bytes, checked, in one piece. */
  async beginning(length: number): Promise<ArrayBuffer> {
    const blocks = Array.from({ length: Math.ceil(length / BLOCK_BYTES) }, (_, block) => block);
    const whole = new Uint8Array(Math.min(blocks.length * BLOCK_BYTES, this.#table.fileBytes));
    await this.#eachRun(blocks, (block, bytes) => whole.set(bytes, block * BLOCK_BYTES));
    return whole.buffer;
  }

  forget(): void {
    this.#cache.drop(this);
  }

  #missing(): number[] {
    return Array.from(this.words.keys()).filter((block) => this.words[block] === undefined);
  }

  async #eachRun(blocks: readonly number[], take: (block: number, bytes: Uint8Array) => void): Promise<void> {
    const runs = runsOf(blocks, RUN_BYTES / BLOCK_BYTES);
    const next = async (): Promise<void> => {
      for (let run = runs.shift(); run !== undefined; run = runs.shift()) await this.#readRun(run, take);
    };
    await Promise.all(Array.from({ length: Math.min(AT_ONCE, runs.length) }, next));
  }

  async #readRun({ first, count }: Blocks, take: (block: number, bytes: Uint8Array) => void): Promise<void> {
    const offset = first * BLOCK_BYTES;
    const length = Math.min(count * BLOCK_BYTES, this.#table.fileBytes - offset);
    const run = await this.#read(this.#path, offset, length, this.#buffers.take(length));
    if (run?.length !== length) throw new HifazatError("tuf_truncated", `${this.#path} is not there as signed`);
    for (let block = first; block < first + count; block++) {
      const at = (block - first) * BLOCK_BYTES;
      const bytes = new Uint8Array(run.buffer, at, Math.min(BLOCK_BYTES, length - at));
      const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
      if (!this.#table.digest(block).every((byte, at) => byte === digest[at]))
        throw new HifazatError("tuf_mix_and_match", `block ${block} of ${this.#path} is not what was signed`);
      take(block, bytes);
    }
    this.#buffers.give(run.buffer);
  }
}

type Blocks = { readonly first: number; readonly count: number };

/** Blocks in order, each once, those that lie together in runs of at most `most`. */
function runsOf(blocks: readonly number[], most: number): Blocks[] {
  const runs: Blocks[] = [];
  for (const block of [...new Set(blocks)].sort((a, b) => a - b)) {
    const last = runs.at(-1);
    if (last !== undefined && last.first + last.count === block && last.count < most)
      runs[runs.length - 1] = { first: last.first, count: last.count + 1 };
    else runs.push({ first: block, count: 1 });
  }
  return runs;
}
