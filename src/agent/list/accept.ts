import { createHash } from "node:crypto";
import { promisify } from "node:util";
import { brotliDecompress, zstdDecompress } from "node:zlib";
import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import { manifestName } from "../../protocol/artefact-names.ts";
import { applyDelta, type Change, readChanges } from "../../protocol/delta.ts";
import { chooseBase } from "../../protocol/ladder.ts";
import { MAX_DELTA_BYTES, MAX_LIST_BYTES } from "../../protocol/limits.ts";
import { countLines } from "../../protocol/list.ts";
import { type FileRef, type Manifest, parseManifest } from "../../protocol/manifest.ts";
import type { TrustedRepository } from "../registry/trust.ts";
import { countDropped, countDroppedBy, type Difference, firstAdded } from "./difference.ts";

const unzstd = promisify(zstdDecompress);
const unbrotli = promisify(brotliDecompress);

/** How many new domains are kept for asking the resolver. */
const SAMPLE = 3;

/** A list the agent holds: read to its last line when it was accepted, and the same to the byte since. */
export type HeldList = {
  readonly release: number;
  readonly sha256: string;
  readonly entries: number;
  readonly text: Uint8Array;
};

/** How a list became another: by a delta's changes, in list order. */
export type ListStep = { readonly from: HeldList; readonly changes: readonly Change[] };

export type AcceptedList = {
  readonly text: Uint8Array;
  /** What is kept in its place: the sealed list lies on the disk only as it came. */
  readonly file?: Uint8Array;
  readonly by: "delta" | "snapshot";
  /** Bytes that came over the network for it. */
  readonly fetched: number;
  /** What changed against the list held before; undefined for the first list. */
  readonly difference: Difference | undefined;
  /** How it came from the list held before; undefined when it came whole. */
  readonly step: ListStep | undefined;
  /** A few domains that are new in it, to ask the resolver for; none when it came as a snapshot. Never reported. */
  readonly sample: readonly string[];
  readonly notes: readonly string[];
};

/** The list's manifest, from a verified repository. */
export async function fetchManifest(repository: TrustedRepository, list: ListName): Promise<Manifest> {
  if (!(await repository.has(manifestName(list))))
    throw new HifazatError("not_found", `The registry has published no release of the ${list} list yet.`);
  const manifest = parseManifest((await repository.target(manifestName(list))).toString("utf8"));
  if (manifest.list !== list)
    throw new HifazatError("manifest_malformed", `The manifest of ${list} says it is of ${manifest.list}.`);
  return manifest;
}

/**
 * The release's list: by one delta (README 6 of the protocol: the largest base not above ours, unless the snapshot is
 * smaller), and when that does not lead to the manifest's identity, for whatever reason, by the snapshot, once.
 */
export async function acceptList(
  repository: TrustedRepository,
  manifest: Manifest,
  held: HeldList | undefined,
): Promise<AcceptedList> {
  const notes: string[] = [];
  const delta = held === undefined ? undefined : usefulDelta(manifest, held.release);
  if (held !== undefined && delta !== undefined) {
    try {
      const bytes = await fetchFile(repository, delta, MAX_DELTA_BYTES);
      const text = applyDelta(held.text, bytes);
      verifyIdentity(text, manifest);
      const changes = [...readChanges(bytes)];
      const difference = countDroppedBy(held.text, changes);
      // Its lines were read before, the delta's are now, and each was put in its place.
      verifyEntries(held.entries + difference.added - difference.dropped, manifest);
      const sample = firstAdded(held.text, changes, SAMPLE);
      const step = { from: held, changes };
      return { text, by: "delta", fetched: delta.bytes, difference, step, sample, notes };
    } catch (error) {
      if (!(error instanceof HifazatError)) throw error;
      notes.push(
        `the delta from release ${delta.base} was no use (${error.code}: ${error.message}); took the snapshot`,
      );
    }
  }
  const text = await fetchFile(repository, manifest.snapshot, manifest.identity.bytes);
  verifyIdentity(text, manifest);
  verifyEntries(countLines(text), manifest);
  const difference = held === undefined ? undefined : countDropped(held.text, text);
  return { text, by: "snapshot", fetched: manifest.snapshot.bytes, difference, step: undefined, sample: [], notes };
}

/** The delta that protocol 5.1 says to take; undefined when the snapshot is to be taken. */
export function usefulDelta(manifest: Manifest, have: number): (FileRef & { base: number }) | undefined {
  const base = chooseBase(
    have,
    manifest.deltas.map((delta) => delta.base),
  );
  const delta = manifest.deltas.find((candidate) => candidate.base === base);
  return delta !== undefined && delta.bytes < manifest.snapshot.bytes ? delta : undefined;
}

/** Fetches a file of the release and unpacks it to at most `maxBytes`. */
async function fetchFile(repository: TrustedRepository, file: FileRef, maxBytes: number): Promise<Uint8Array> {
  const stored = await repository.target(file.name, { sha256: file.sha256, bytes: file.bytes });
  // zlib wants a limit of at least 1; an empty list passes the identity check or not.
  const options = { maxOutputLength: Math.min(Math.max(maxBytes, 1), MAX_LIST_BYTES) };
  try {
    switch (file.encoding) {
      case "identity":
        return stored;
      case "zstd":
        return await unzstd(stored, options);
      case "br":
        return await unbrotli(stored, options);
    }
  } catch (cause) {
    throw new HifazatError("list_malformed", `${file.name} cannot be unpacked to at most ${maxBytes} bytes.`, {
      cause,
    });
  }
}

/** Whatever the steps to it were, the whole text is the signed one. */
function verifyIdentity(text: Uint8Array, manifest: Manifest): void {
  const { sha256, bytes } = manifest.identity;
  if (text.length !== bytes || createHash("sha256").update(text).digest("hex") !== sha256)
    throw new HifazatError("identity_mismatch", `The list of release ${manifest.release} is not the one signed.`);
}

function verifyEntries(entries: number, manifest: Manifest): void {
  if (entries !== manifest.entries)
    throw new HifazatError("list_malformed", `The list has ${entries} entries, its manifest says ${manifest.entries}.`);
}
