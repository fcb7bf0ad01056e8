import {
  Metadata,
  MetadataKind,
  MetaFile,
  type Root,
  type Snapshot,
  type Targets,
  type Timestamp,
} from "@tufjs/models";
import type { SigningKey } from "../keys/signing-key.ts";
import { sha256 } from "../sha256.ts";

type Signed = Root | Targets | Snapshot | Timestamp;
type JsonObject = Parameters<typeof Root.fromJSON>[0];

/** The version of the TUF specification that the metadata follows. */
export const SPECIFICATION = "1.0.31";

/** Signs and writes out a metadata file. The signature covers the canonical JSON of `signed` (specification 4.2.1). */
export function signedBytes(signed: Signed, keys: readonly SigningKey[]): Uint8Array {
  const metadata = new Metadata(signed);
  for (const key of keys) metadata.sign(key.sign);
  return new TextEncoder().encode(`${JSON.stringify(metadata.toJSON())}\n`);
}

/** Reads a metadata file of our own. Throws what @tufjs/models throws when it is not one. */
export const readRoot = (bytes: Uint8Array): Metadata<Root> => Metadata.fromJSON(MetadataKind.Root, json(bytes));
export const readTargets = (bytes: Uint8Array): Metadata<Targets> =>
  Metadata.fromJSON(MetadataKind.Targets, json(bytes));
export const readSnapshot = (bytes: Uint8Array): Metadata<Snapshot> =>
  Metadata.fromJSON(MetadataKind.Snapshot, json(bytes));
export const readTimestamp = (bytes: Uint8Array): Metadata<Timestamp> =>
  Metadata.fromJSON(MetadataKind.Timestamp, json(bytes));

function json(bytes: Uint8Array): JsonObject {
  return JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes)) as JsonObject;
}

/** How one metadata file names another: version, length and hash, so that nothing can be exchanged under the way. */
export function fileMeta(version: number, bytes: Uint8Array): MetaFile {
  return new MetaFile({ version, length: bytes.length, hashes: { sha256: sha256(bytes) } });
}
