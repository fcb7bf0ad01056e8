import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { createHasher } from "../../src/protocol/key-hash.ts";
import { ladderBases } from "../../src/protocol/ladder.ts";
import type { BuiltRelease } from "../../src/publish/build.ts";
import { databaseSource } from "../../src/publish/database-source.ts";
import { type CountsFolder, openCounts } from "../../src/publish/filter-counts-folder.ts";
import { fromPrevious, type PreviousRelease } from "../../src/publish/from-previous.ts";
import type { HashedFile } from "../../src/publish/hashed-file.ts";
import { type ListDigester, listDigester } from "../../src/publish/list-digest.ts";
import { prepareRelease } from "../../src/publish/prepare.ts";
import type { ReleaseRequest } from "../../src/publish/release-request.ts";
import { sha256 as hashOf } from "../../src/publish/sha256.ts";
import type { Db } from "../../src/storage/database.ts";
import { touchedEntries } from "../../src/storage/published-entries.ts";
import { NOW } from "../fixtures/orders.ts";
import { temporaryFolder } from "./registry.ts";

export const GATE = {
  since: undefined,
  listSize: 0,
  unchanged: true,
  limits: { share: 1, floor: 100 },
  released: true,
};

export const request = (release: number, watermark: number, watermarks: readonly number[] = []): ReleaseRequest => ({
  list: "general",
  release,
  previous: release - 1,
  watermark,
  publishedAt: NOW,
  bases: ladderBases(release).flatMap((base) => {
    const watermark = watermarks[base - 1];
    return watermark === undefined ? [] : [{ release: base, watermark }];
  }),
});

export const hash = await createHasher();
/** Fills every filter from nothing. */
export const digester = listDigester(hash);

/** Makes filters of the counts in a folder, and says for each that it keeps whether that one was. */
export function carryingDigester(folder = temporaryFolder()) {
  const counts = openCounts(folder);
  const carried: boolean[] = [];
  const keep: CountsFolder["keep"] = async (filter, made, madeFrom) => {
    carried.push(madeFrom !== undefined);
    await counts.keep(filter, made, madeFrom);
  };
  return { ...listDigester(hash, { ...counts, keep }), carried, folder };
}

/** A release: read whole, or from the files of the one before where it can be. */
export async function release(db: Db, wanted: ReleaseRequest, previous?: PreviousRelease, by: ListDigester = digester) {
  const touched = previous && touchedEntries(db, "general", previous.watermark, wanted.watermark);
  const made = previous && touched && (await fromPrevious(previous, touched, by));
  const source = { ...databaseSource(db), fromPrevious: async () => made };
  const prepared = await prepareRelease(source, wanted, GATE, by);
  if (prepared.kind !== "built") throw new Error("nothing was built");
  return { ...prepared.release, quick: made !== undefined };
}

/** Lays a release's files out as the publisher keeps them. */
export function laidOut({ manifest, files }: BuiltRelease, watermark: number): PreviousRelease {
  const folder = temporaryFolder();
  for (const { sha256, bytes } of files) writeFileSync(join(folder, sha256), bytes);
  const lies = ({ sha256 }: { readonly sha256: string }): HashedFile => ({ file: join(folder, sha256), sha256 });
  const deltas = manifest.deltas.map((delta) => ({ ...lies(delta), base: delta.base }));
  return {
    release: manifest.release,
    watermark,
    index: lies(manifest.index),
    snapshot: lies(manifest.snapshot),
    filter: lies(manifest.filter),
    deltas,
  };
}

/** `count` long names, always the same. */
export const standing = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${hashOf(Uint8Array.of(at, at >> 8)).slice(0, 30)}.example`);
