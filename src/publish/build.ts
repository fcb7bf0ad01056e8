import { createHash } from "node:crypto";
import { HifazatError } from "../core/errors.ts";
import {
  blocksName,
  deltaName,
  filterName,
  indexDeltaName,
  indexName,
  manifestName,
  snapshotName,
} from "../protocol/artefact-names.ts";
import { formatDelta } from "../protocol/delta.ts";
import { buildBlockTable } from "../protocol/index-file/block-table.ts";
import { layIndex } from "../protocol/index-file/build.ts";
import { formatIndexDelta } from "../protocol/index-file/index-delta.ts";
import { type PackedEntries, Packer } from "../protocol/index-file/packed.ts";
import { type DeltaRef, type Encoding, type FileRef, formatManifest, type Manifest } from "../protocol/manifest.ts";
import { compressDelta, compressSnapshot } from "./compress.ts";
import { deltaLadder } from "./delta-ladder.ts";
import type { NewDigester } from "./key-digest.ts";
import type { ActiveList, ReleaseRequest, ReleaseSource } from "./release-request.ts";
import { utcSeconds } from "./tuf/lifetimes.ts";

/** Seconds after which a client should ask again, unless it waits by long poll. */
export const NEXT_POLL_SECONDS = 60;

export type BuiltFile = { readonly name: string; readonly sha256: string; readonly bytes: Uint8Array };

export type BuiltRelease = {
  readonly manifest: Manifest;
  /** The manifest first, then everything it names. */
  readonly files: readonly [BuiltFile, ...BuiltFile[]];
};

export type BuildStage = "read" | "digested" | "deltas" | "index" | "compressed";

/**
 * Builds a release of one list. The same request on the same source gives the same bytes, at any time later: so a run
 * that died can be finished, and a release can be proved to be what the database said.
 */
export async function buildRelease(
  source: ReleaseSource,
  request: ReleaseRequest,
  newDigester: NewDigester,
  onStage?: (stage: BuildStage) => void,
): Promise<BuiltRelease> {
  const { list, release, previous, watermark, publishedAt } = request;
  const splicing = await source.fromPrevious?.();
  const digester = newDigester(splicing === undefined);
  const pieces: Uint8Array[] = [];
  const onLines = (lines: Uint8Array): void => {
    pieces.push(lines);
    digester.add(lines);
  };
  const spliced = splicing?.(onLines);
  const packed = spliced?.packed ?? pack(source.active(list, watermark), onLines);
  const listBytes = Buffer.concat(pieces);
  onStage?.("read");
  const digest = digester.finish();
  const identity = { sha256: sha256(listBytes), bytes: listBytes.length };
  const snapshotBody = compressSnapshot(listBytes);
  const ladder = [...deltaLadder(source, request, packed.count)];
  const deltaBodies = ladder.map(async ({ base, changes }) => ({
    base,
    body: await compressDelta(new TextEncoder().encode(formatDelta(changes))),
  }));
  onStage?.("deltas");

  const prefixes = spliced?.prefixes ?? (await digest.prefixes);
  if (prefixes.length !== packed.count) throw new HifazatError("internal", "The digests are not those of the entries.");
  onStage?.("digested");
  const indexBody = layIndex({ list, release, previous, publishedAt, identity: identity.sha256 }, packed, prefixes);
  const since = ladder.find(({ base }) => base === previous)?.changes;
  const indexDeltaBody = since && compressDelta(new TextEncoder().encode(formatIndexDelta(indexBody, since)));
  onStage?.("index");

  const snapshot = file(snapshotName(list), await snapshotBody, "zstd");
  const deltas: { ref: DeltaRef; built: BuiltFile }[] = [];
  for (const { base, body } of await Promise.all(deltaBodies)) {
    // A client that far behind is better off with the snapshot.
    if (body.length >= snapshot.ref.bytes) continue;
    const { ref, built } = file(deltaName(list, base), body, "br");
    deltas.push({ ref: { ...ref, base }, built });
  }
  const filter = file(filterName(list), await digest.filter, "identity");
  const index = file(indexName(list), indexBody, "identity");
  const table = buildBlockTable(indexBody, (block) => createHash("sha256").update(block).digest());
  const blocks = file(blocksName(list), table, "identity");
  const indexDelta = indexDeltaBody && file(indexDeltaName(list), await indexDeltaBody, "br");
  onStage?.("compressed");

  const manifest: Manifest = {
    format: "hifazat-release/1",
    list,
    release,
    previous,
    published: utcSeconds(new Date(publishedAt * 1000)),
    entries: packed.count,
    categories: Object.fromEntries(packed.categories.map((slug, at) => [slug, packed.counts[at] ?? 0])),
    identity,
    snapshot: snapshot.ref,
    deltas: deltas.map(({ ref }) => ref),
    filter: filter.ref,
    index: index.ref,
    blocks: blocks.ref,
    ...(indexDelta && { indexDelta: { ...indexDelta.ref, base: previous } }),
    nextPollSeconds: NEXT_POLL_SECONDS,
  };
  const text = new TextEncoder().encode(formatManifest(manifest));
  const manifestFile = { name: manifestName(list), sha256: sha256(text), bytes: text };
  const others = [snapshot, ...deltas, filter, index, blocks, ...(indexDelta === undefined ? [] : [indexDelta])].map(
    ({ built }) => built,
  );
  return { manifest, files: [manifestFile, ...others] };
}

function pack({ orders, entries }: ActiveList, onLines: (lines: Uint8Array) => void): PackedEntries {
  const packer = new Packer(orders, { onLines });
  for (const entry of entries) packer.add(entry);
  return packer.finish();
}

function file(name: string, bytes: Uint8Array, encoding: Encoding): { ref: FileRef; built: BuiltFile } {
  const digest = sha256(bytes);
  return {
    ref: { name, sha256: digest, bytes: bytes.length, encoding },
    built: { name, sha256: digest, bytes },
  };
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
