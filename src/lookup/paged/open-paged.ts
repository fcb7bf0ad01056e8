import { HifazatError } from "../../core/errors.ts";
import { BLOCK_BYTES, openBlockTable, tableBytes } from "../../protocol/index-file/block-table.ts";
import { HEADER_BYTES } from "../../protocol/index-file/layout.ts";
import { headBytes, openHead } from "../../protocol/index-file/open.ts";
import { PagedIndex } from "../../protocol/index-file/paged.ts";
import type { OpenedIndex, ReleaseFiles } from "../open-index.ts";
import { BlockCache } from "./block-cache.ts";
import { PagedFile, type ReadRange } from "./paged-file.ts";

export type Paging = {
  readonly read: ReadRange;
  /** Most memory for blocks, bytes. An index that is no larger is read and checked whole before it is answered from. */
  readonly limit: number;
  /** Why a question could not be answered, or blocks could not be fetched ahead. */
  readonly failed: (error: unknown) => void;
};

/**
 * Opens indexes in parts, in a memory that two releases share, because a Worker has none for both (protocol 8.10). What
 * fits in whole is checked in whole: a release with a damaged index is never taken. Of a larger one each block is checked
 * as it comes.
 */
export function pagedIndexes({ read, limit, failed }: Paging) {
  const cache = new BlockCache(limit, BLOCK_BYTES);
  let opened: { readonly file: PagedFile; readonly index: PagedIndex; readonly ahead: number } | undefined;
  let settled: PagedFile | undefined;

  return {
    async open({ manifest, pathOf, trusted }: ReleaseFiles): Promise<OpenedIndex> {
      const { index: named, blocks } = manifest;
      if (blocks === undefined)
        throw new HifazatError("manifest_malformed", "the release has no table of its index's blocks");
      const table = openBlockTable(
        new Uint8Array((await trusted(blocks, tableBytes(named.bytes))).buffer),
        named.bytes,
      );
      // Left by an attempt that failed, or by a release that was never answered from.
      if (opened !== undefined && opened.file !== settled) opened.file.forget();
      const file = new PagedFile(pathOf(named), table, { read, cache, failed });
      try {
        const whole = named.bytes <= limit;
        if (whole) await file.verify();
        const length = headBytes(new Uint8Array(await file.beginning(HEADER_BYTES)));
        const head = openHead(await file.beginning(Math.min(length, named.bytes)), named.bytes);
        const index = new PagedIndex(head, BLOCK_BYTES, file.block);
        opened = { file, index, ahead: whole ? named.bytes : head.idsAt };
        return { index, paged: file };
      } catch (error) {
        file.forget();
        throw error;
      }
    },

    /**
     * The release that was opened last is answered from now: the one before makes room. What finds names comes into memory
     * ahead of questions, all of the file when it fits. Never throws.
     */
    async swapped(): Promise<void> {
      if (opened === undefined || opened.file === settled) return;
      settled?.forget();
      settled = opened.file;
      await opened.file.fill(opened.ahead).catch(failed);
    },

    /** Bytes of blocks in memory. */
    bytes: () => cache.bytes,
  };
}
