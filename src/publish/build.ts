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
import { readChanges } from "../protocol/delta.ts";
import { buildBlockTable } from "../protocol/index-file/block-table.ts";
import { layIndex } from "../protocol/index-file/build.ts";
import { formatIndexDelta } from "../protocol/index-file/index-delta.ts";
import { Packer } from "../protocol/index-file/packed.ts";
import { sortSections } from "../protocol/index-file/sorted-sections.ts";
import { type DeltaRef, type Encoding, type FileRef, formatManifest, type Manifest } from "../protocol/manifest.ts";
import { compressDelta } from "./compress.ts";
import { deltaLadder } from "./delta-ladder.ts";
import type { ListDigester, ListPieces } from "./list-digest.ts";
import type { ReleaseRequest, ReleaseSource } from "./release-request.ts";
import { sha256 } from "./sha256.ts";
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
  digester: ListDigester,
  onStage?: (stage: BuildStage) => void,
): Promise<BuiltRelease> {
  const { list, release, previous, publishedAt } = request;
  const earlier = await source.fromPrevious?.(digester);
  const { packed, digest, ...made } = earlier ?? contentsOf(source, request, digester.begin());
  onStage?.("read");
  let newest: Uint8Array | undefined;
  const deltaBodies: Promise<{ base: number; body: Uint8Array }>[] = [];
  for await (const { base, delta } of deltaLadder(source, request, packed.count, earlier)) {
    deltaBodies.push(compressDelta(delta).then((body) => ({ base, body })));
    if (base === previous) newest = delta;
  }
  onStage?.("deltas");

  const identity = await digest.identity;
  const sections = "prefixes" in made ? sortSections(packed, await made.prefixes) : made.sections;
  onStage?.("digested");
  const indexBody = layIndex(
    { list, release, previous, publishedAt, identity: identity.sha256 },
    packed,
    sections,
    earlier?.slots,
  );
  const indexDeltaBody =
    newest && compressDelta(new TextEncoder().encode(formatIndexDelta(indexBody, readChanges(newest))));
  onStage?.("index");

  const snapshot = file(snapshotName(list), await digest.snapshot, "zstd");
  const deltas: { ref: DeltaRef; built: BuiltFile }[] = [];
  for (const { base, body } of await Promise.all(deltaBodies)) {
    // A client that far behind is better off with the snapshot.
    if (body.length >= snapshot.ref.bytes) continue;
    const { ref, built } = file(deltaName(list, base), body, "br");
    deltas.push({ ref: { ...ref, base }, built });
  }
  const { file: filterBody, lines } = await digest.filter;
  if (lines !== packed.count) throw new HifazatError("internal", "The list's text and its index differ.");
  const filter = file(filterName(list), filterBody, "identity");
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
  const bytes = new TextEncoder().encode(formatManifest(manifest));
  const manifestFile = { name: manifestName(list), sha256: sha256(bytes), bytes };
  const others = [snapshot, ...deltas, filter, index, blocks, ...(indexDelta === undefined ? [] : [indexDelta])].map(
    ({ built }) => built,
  );
  return { manifest, files: [manifestFile, ...others] };
}

/** What the list holds, read whole, and what is made of its text meanwhile. */
function contentsOf(source: ReleaseSource, { list, watermark }: ReleaseRequest, pieces: ListPieces) {
  const { orders, entries } = source.active(list, watermark);
  const packer = new Packer(orders, { onLines: pieces.add });
  for (const entry of entries) packer.add(entry);
  const packed = packer.finish();
  const { prefixes, ...digest } = pieces.finish();
  return { packed, prefixes, digest };
}

function file(name: string, bytes: Uint8Array, encoding: Encoding): { ref: FileRef; built: BuiltFile } {
  const digest = sha256(bytes);
  return {
    ref: { name, sha256: digest, bytes: bytes.length, encoding },
    built: { name, sha256: digest, bytes },
  };
}
