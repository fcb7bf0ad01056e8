import { join } from "node:path";
import { HifazatError } from "../core/errors.ts";
import { DEFAULT_HELPLINES, type Helpline } from "../core/helpline.ts";
import { decide } from "../lookup/decision.ts";
import { entryId } from "../lookup/entry-id.ts";
import { ownRoot, releaseLoader } from "../lookup/loader.ts";
import { isoTime, orderAt } from "../lookup/verdict.ts";
import { type IndexReader, openIndex } from "../protocol/index-file/read.ts";
import { MAX_INDEX_BYTES } from "../protocol/limits.ts";
import { dataFolder } from "../publish/data-folder.ts";
import { readRepository } from "../runtime/repository-files.ts";
import type { BlockedEntry } from "../web/blockpage/blocked-entry.ts";

/** Where a block page reads the list: one index file, or the signed repository of a data folder. */
export type ListSource =
  | { readonly kind: "index"; readonly file: string }
  | { readonly kind: "data"; readonly data: string };

export type ListFile = {
  /** The file whose replacement means that there is another list. */
  readonly follow: string;
  /** The list there is now; undefined when there is none yet. Throws what is wrong with it. */
  readonly load: () => Promise<LoadedList | undefined>;
};

/** `helplines`: whom to call, as the registry has published it, where its signed files are here. */
export type LoadedList = { readonly index: IndexReader; readonly helplines: readonly Helpline[] };

export function listFile(source: ListSource): ListFile {
  switch (source.kind) {
    case "index":
      return { follow: source.file, load: () => readIndex(source.file) };
    case "data": {
      const { repository } = dataFolder(source.data);
      const read = readRepository(repository);
      const load = releaseLoader(read, ownRoot(read));
      return {
        follow: join(repository, "metadata", "timestamp.json"),
        load: async () => {
          const release = await load();
          const helplines = release?.site?.settings.helplines ?? DEFAULT_HELPLINES;
          return release && { index: release.index, helplines };
        },
      };
    }
  }
}

async function readIndex(file: string): Promise<LoadedList | undefined> {
  const read = await readRepository("/")(file, MAX_INDEX_BYTES);
  if (read === undefined) return undefined;
  const index = openIndex(read.buffer);
  // A page that knew the sealed list would tell it from the rest by what it says (DESIGN 6).
  if (index.header.list !== "general") {
    throw new HifazatError(
      "config_invalid",
      `${file} is the index of the ${index.header.list} list: give the general one.`,
    );
  }
  return { index, helplines: DEFAULT_HELPLINES };
}

/** What the page says of the entry that covers a URL. */
export function findBlock(index: IndexReader, url: string): BlockedEntry | undefined {
  const decision = decide(index, url);
  if (decision.kind !== "blocked") return undefined;
  const { id, value, category, order } = index.entry(decision.handle);
  const { ground, authority, law, provision, number, since, reviewAt } = orderAt(index, order);
  return {
    id: entryId(id),
    value,
    category,
    ground,
    authority,
    law,
    provision,
    order: number,
    since: isoTime(since),
    reviewAt: isoTime(reviewAt),
  };
}
