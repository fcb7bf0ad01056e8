import type { SiteSettings } from "../core/site-settings.ts";
import type { IndexReader } from "../protocol/index-file/read.ts";
import type { Manifest } from "../protocol/manifest.ts";
import type { Paged } from "./open-index.ts";

/** The registry's settings, and their file name among the targets. */
export type PublishedSite = { readonly path: string; readonly settings: SiteSettings };

/** A release of the `general` list whose metadata and manifest are verified: its files are there for everybody. */
export type PublishedRelease = {
  readonly manifest: Manifest;
  /** The manifest's file name among the targets, with its hash. */
  readonly manifestPath: string;
  /** When the first of the signatures it rests on expires, UTC. */
  readonly expires: string;
};

/** A published release whose index is verified as well: whole and unchanging, and lookups can be answered by it. */
export type LoadedRelease = PublishedRelease & {
  readonly index: IndexReader;
  /** How to ask the index, where not all of it is in memory. */
  readonly paged?: Paged;
  /** What the pages tell of the registry's configuration; undefined where none is published. */
  readonly site?: PublishedSite | undefined;
};
