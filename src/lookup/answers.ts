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
  };
  const write = verdictWriter(index);
  const find = (id: string) => entryRecord({ index, release }, id);
  const texts = (prefix: string) => bucketTexts(index, prefix);
  const suffixes = async (found: string[] | Promise<string[]>, prefix: string) =>
    bucketSuffixes(await found, prefix, release);
  let grounds: Readonly<Record<string, number>> | undefined;
  const grounded = () => {
    // Asked for seldom: no lookup waits for it when a release comes in.
    grounds ??= entriesByGround(index);
    return grounds;
  };
  if (paged === undefined)
    return {
      release,
      grounds: grounded,
      lookup: write,
      bucket: (prefix: string) => suffixes(texts(prefix), prefix),
      entry: find,
      summary,
    };
  const { settle, prepare } = paged;
  return {
    release,
    grounds: grounded,
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

function entriesByGround(index: LoadedRelease["index"]): Record<string, number> | undefined {
  const grounds: Record<string, number> = {};
  const counts = index.entriesByOrder();
  counts?.forEach((count, position) => {
    const { ground } = orderAt(index, position);
    grounds[ground] = (grounds[ground] ?? 0) + count;
  });
  return counts && grounds;
}

function entryRecord({ index, release }: { index: LoadedRelease["index"]; release: number }, id: string) {
  const number = parseEntryId(id);
  const handle = number === undefined ? -1 : index.byId(number);
  if (handle === -1) return undefined;
  const { authority, law, provision } = orderAt(index, index.entry(handle).order);
  return { ...verdictEntry(index, handle), authority, law, provision, list: "general" as const, release };
}
