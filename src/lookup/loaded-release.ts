import type { IndexReader } from "../protocol/index-file/read.ts";
import type { Manifest } from "../protocol/manifest.ts";
import type { Paged } from "./open-index.ts";

/** A verified release of the `general` list, whole and unchanging. */
export type LoadedRelease = {
  readonly manifest: Manifest;
  /** The manifest's file name among the targets, with its hash. */
  readonly manifestPath: string;
  readonly index: IndexReader;
  /** How to ask the index, where not all of it is in memory. */
  readonly paged?: Paged;
  /** When the first of the signatures it rests on expires, UTC. */
  readonly expires: string;
};
