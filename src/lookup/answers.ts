import { bucketSuffixes } from "./bucket.ts";
import { parseEntryId } from "./entry-id.ts";
import type { LoadedRelease } from "./loaded-release.ts";
import { orderAt, verdictEntry } from "./verdict.ts";
import { verdictWriter } from "./verdict-json.ts";

/** Everything the public interface answers from one release. Made once per release, when it comes in. */
export function answersOf({ manifest, manifestPath, index }: LoadedRelease) {
  const { release, previous, published, entries, identity, nextPollSeconds } = manifest;
  const summary = {
    release,
    previous,
    published,
    list: "general" as const,
    entries,
    categories: index.counts(),
    identity,
    manifestPath,
    nextPollSeconds,
    orders: new Set(index.orders.map(({ id }) => id)).size,
  };
  return {
    release,
    lookup: verdictWriter(index),
    bucket: (prefix: string) => bucketSuffixes(index, prefix),
    entry: (id: string) => entryRecord({ index, release }, id),
    summary,
  };
}

function entryRecord({ index, release }: { index: LoadedRelease["index"]; release: number }, id: string) {
  const number = parseEntryId(id);
  const handle = number === undefined ? -1 : index.byId(number);
  if (handle === -1) return undefined;
  const { authority, law, provision } = orderAt(index, index.entry(handle).order);
  return { ...verdictEntry(index, handle), authority, law, provision, list: "general" as const, release };
}
