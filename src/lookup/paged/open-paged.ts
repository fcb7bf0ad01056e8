import { HifazatError } from "../../core/errors.ts";
import { BLOCK_BYTES, openBlockTable, tableBytes } from "../../protocol/index-file/block-table.ts";
import { HEADER_BYTES } from "../../protocol/index-file/layout.ts";
import { headBytes, openHead } from "../../protocol/index-file/open.ts";
import { PagedIndex } from "../../protocol/index-file/paged.ts";
import type { OpenedIndex, ReleaseFiles } from "../open-index.ts";
import { BlockCache } from "./block-cache.ts";
import { PagedFile, type ReadRange, RUN_BYTES } from "./paged-file.ts";
import { RunBuffers } from "./run-buffers.ts";

export type Paging = {
  readonly read: ReadRange;
  /** Most memory for blocks, bytes. An index that is no larger is kept whole. */
  readonly limit: number;
  /** Why a question could not be answered, or blocks could not be fetched ahead. */
  readonly failed: (error: unknown) => void;
};

type Opened = {
  readonly file: PagedFile;
  readonly index: PagedIndex;
  /** How much of the file's beginning is to be in memory before it is asked for, bytes. */
  readonly ahead: number;
  /** Whether every block was seen to be what was signed. */
  checked: "yes" | "not yet" | "damaged";
};

/**
 * Opens indexes in parts, in a memory that two releases share, because a Worker has none for both (protocol 8.10). Whatever
 * its size, an index is read and checked from end to end before it takes the place of another: a release with a wrong bit in
 * it is not taken, and the one before answers every question. Only who has no other, and cannot keep it whole, answers from
 * an index that is not checked to its end yet, and checks meanwhile.
 */
export function pagedIndexes({ read, limit, failed }: Paging) {
  const cache = new BlockCache(limit, BLOCK_BYTES);
  const buffers = new RunBuffers([BLOCK_BYTES, RUN_BYTES]);
  let opened: Opened | undefined;
  let settled: PagedFile | undefined;

  return {
    async open({ published: { manifest }, pathOf, trusted }: ReleaseFiles): Promise<OpenedIndex> {
      const { index: named, blocks } = manifest;
      if (blocks === undefined)
        throw new HifazatError("manifest_malformed", "the release has no table of its index's blocks");
      const table = openBlockTable(
        new Uint8Array((await trusted(blocks, tableBytes(named.bytes))).buffer),
        named.bytes,
      );
      // Left by an attempt that failed, or by a release that was never answered from.
      if (opened !== undefined && opened.file !== settled) opened.file.forget();
      const file = new PagedFile(pathOf(named), table, { read, buffers, cache, failed });
      try {
        const whole = named.bytes <= limit;
        const checked = whole || settled !== undefined ? "yes" : "not yet";
        if (checked === "yes") await file.verify();
        const length = headBytes(new Uint8Array(await file.beginning(HEADER_BYTES)));
        const head = openHead(await file.beginning(Math.min(length, named.bytes)), named.bytes);
        const index = new PagedIndex(head, BLOCK_BYTES, file.block);
        opened = { file, index, ahead: whole ? named.bytes : head.idsAt, checked };
        return { index, paged: file };
      } catch (error) {
        file.forget();
        throw error;
      }
    },

    /**
     * The release that was opened last is answered from now: the one before makes room. What finds names comes into memory
     * ahead of questions, all of the file when it fits; what was not checked is. To be called after each look. Never throws.
     */
    async swapped(): Promise<void> {
      if (opened === undefined) return;
      const { file, ahead, checked } = opened;
      if (file !== settled) {
        settled?.forget();
        settled = file;
        await file.fill(ahead).catch(failed);
      }
      if (checked === "yes") return;
      // Tried again with the next look, until all of it is there.
      const mine = opened;
      try {
        await file.verify();
        mine.checked = "yes";
      } catch (error) {
        failed(error);
        mine.checked = "damaged";
      }
    },

    /** What is answered from has parts that cannot be read, and there was nothing else to answer from. */
    damaged: () => opened?.checked === "damaged",

    /** Bytes of blocks in memory. */
    bytes: () => cache.bytes,
  };
}
