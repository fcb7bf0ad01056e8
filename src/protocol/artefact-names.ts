import type { ListName } from "../core/list-name.ts";

/** TUF target paths of a release's files (README 3). Consistent snapshots put the hash before the last segment. */
export const manifestName = (list: ListName): string => `${list}/manifest.json`;
export const snapshotName = (list: ListName): string => `${list}/list.txt.zst`;
export const deltaName = (list: ListName, base: number): string => `${list}/delta-${base}.txt.br`;
export const filterName = (list: ListName): string => `${list}/filter.bin`;
export const indexName = (list: ListName): string => `${list}/index.bin`;
/** Not of a release: what the pages tell of the registry's configuration. */
export const siteName = (list: ListName): string => `${list}/site.json`;
export const indexDeltaName = (list: ListName): string => `${list}/index-delta.txt.br`;
export const blocksName = (list: ListName): string => `${list}/index-blocks.bin`;
