import { bucketSuffixes, bucketTexts } from "./bucket.ts";
import { parseEntryId } from "./entry-id.ts";
import type { LoadedRelease, PublishedRelease } from "./loaded-release.ts";
import { orderAt, verdictEntry } from "./verdict.ts";
import { verdictWriter } from "./verdict-json.ts";

/** What the public interface says of a published release. The manifest is enough for it. */
export function outlineOf({ manifest, manifestPath }: PublishedRelease) {
  const { release, previous, published, entries, categories, identity, nextPollSeconds } = manifest;
  const list = "general" as const;
  return { release, previous, published, list, entries, categories, identity, manifestPath, nextPollSeconds };
}

/** Everything the public interface answers from one release. Made once per release, when it comes in. */
export function answersOf(loaded: LoadedRelease) {
  const { index, paged } = loaded;
  const { release } = loaded.manifest;
  const summary = {
    ...outlineOf(loaded),
    categories: index.counts(),
    orders: new Set(index.orders.map(({ id }) => id)).size,
    grounds: entriesByGround(index),
  };
  const write = verdictWriter(index);
  const find = (id: string) => entryRecord({ index, release }, id);
  const texts = (prefix: string) => bucketTexts(index, prefix);
  const suffixes = async (found: string[] | Promise<string[]>, prefix: string) =>
    bucketSuffixes(await found, prefix, release);
  if (paged === undefined)
    return {
      release,
      lookup: write,
      bucket: (prefix: string) => suffixes(texts(prefix), prefix),
      entry: find,
      summary,
    };
  const { settle, prepare } = paged;
  return {
    release,
    lookup: (query: string) => settle(() => write(query)),
    prepare: (queries: readonly string[]) => prepare(() => queries.forEach(write)),
    bucket: (prefix: string) =>
      suffixes(
        settle(() => texts(prefix)),
        prefix,
      ),
    entry: (id: string) => settle(() => find(id)),
    summary,
  };
}

function entriesByGround({ orders, orderCounts }: LoadedRelease["index"]): Record<string, number> | undefined {
  const grounds: Record<string, number> = {};
  orders.forEach(({ ground }, at) => {
    grounds[ground] = (grounds[ground] ?? 0) + (orderCounts?.[at] ?? 0);
  });
  return orderCounts && grounds;
}

function entryRecord({ index, release }: { index: LoadedRelease["index"]; release: number }, id: string) {
  const number = parseEntryId(id);
  const handle = number === undefined ? -1 : index.byId(number);
  if (handle === -1) return undefined;
  const { authority, law, provision } = orderAt(index, index.entry(handle).order);
  return { ...verdictEntry(index, handle), authority, law, provision, list: "general" as const, release };
}
