import { HifazatError } from "../core/errors.ts";
import { type IndexReader, openIndex } from "../protocol/index-file/read.ts";
import type { FileRef, Manifest } from "../protocol/manifest.ts";
import type { PublishedRelease } from "./loaded-release.ts";
import type { FileRead } from "./tuf/chain.ts";

/** Answers a question that reads an index, at once or when what it reads has come. `ask` may be called more than once. */
export type Settle = <T>(ask: () => T) => T | Promise<T>;

/** How to ask an index of which not all is in memory. */
export type Paged = {
  readonly settle: Settle;
  /** Fetches what questions read, as far as memory allows, so that they need not be waited for one by one. Never throws. */
  readonly prepare: (ask: () => void) => Promise<void>;
};

/** An index; without `paged` every question is answered at once. */
export type OpenedIndex = { readonly index: IndexReader; readonly paged?: Paged };

/** A release's files, as its manifest names them. All of them are named, with length and hash, by signed metadata. */
export type ReleaseFiles = {
  readonly published: PublishedRelease;
  /** Where a file lies in the repository. Throws `tuf_mix_and_match` when the metadata says otherwise than the manifest. */
  readonly pathOf: (file: FileRef) => string;
  /** A file, read and verified. */
  readonly trusted: (file: FileRef, limit: number) => Promise<FileRead>;
};

/** Reads the whole index into one buffer. */
export async function openWholeIndex({ published: { manifest }, trusted }: ReleaseFiles): Promise<OpenedIndex> {
  return { index: openIndex((await trusted(manifest.index, manifest.index.bytes)).buffer) };
}

/** An index that was built from another list than the manifest's is refused. */
export function checkIndex({ header }: IndexReader, manifest: Manifest): void {
  const same =
    header.list === "general" &&
    header.release === manifest.release &&
    header.identity === manifest.identity.sha256 &&
    header.count === manifest.entries;
  if (!same) throw new HifazatError("identity_mismatch", "the index was built from another list than the manifest's");
}
