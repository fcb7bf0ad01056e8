import { bucketSuffixes, bucketTexts } from "./bucket.ts";
import { parseEntryId } from "./entry-id.ts";
import type { LoadedRelease } from "./loaded-release.ts";
import { orderAt, verdictEntry } from "./verdict.ts";
import { verdictWriter } from "./verdict-json.ts";

/** Everything the public interface answers from one release. Made once per release, when it comes in. */
export function answersOf({ manifest, manifestPath, index, paged }: LoadedRelease) {
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
