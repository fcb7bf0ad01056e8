import { HifazatError } from "../../core/errors.ts";
import { type FileMeta, type Metadata, metaOf, parseMetadata, type RoleName, targetOf } from "./metadata.ts";
import { roleKeys, verifySignatures } from "./signatures.ts";

/**
 * "May I trust these bytes": the checks of TUF's client workflow (specification 5.3 to 5.7), one role a function, each
 * given what is trusted already. Nothing here reads a file. Expiry is not judged here but reported, because a registry
 * that reads its own disk must go on answering with a stale release; a mirror decides for itself.
 */

/** A file as read, with the SHA-256 of exactly these bytes (hexadecimal). */
export type FileRead = { readonly buffer: ArrayBuffer | SharedArrayBuffer; readonly sha256: string };

/** Root given out of band: the beginning of trust, so only its own signatures can be checked (5.2). */
export async function trustFirstRoot(bytes: Uint8Array): Promise<Metadata> {
  const root = parseMetadata(bytes, "root");
  await verifySignatures(root, roleKeys(root, "root"));
  return root;
}

/** The next root: signed by the old root's keys and by its own, and exactly one version on (5.3.4, 5.3.5). */
export async function trustNextRoot(trusted: Metadata, bytes: Uint8Array): Promise<Metadata> {
  const root = parseMetadata(bytes, "root");
  await verifySignatures(root, roleKeys(trusted, "root"));
  await verifySignatures(root, roleKeys(root, "root"));
  if (root.version !== trusted.version + 1) {
    throw rollback(`root ${root.version} does not follow root ${trusted.version}`);
  }
  return root;
}

/** Timestamp: signed, and neither it nor the snapshot it names older than the ones known (5.4.2, 5.4.3). */
export async function trustTimestamp(root: Metadata, file: FileRead, known: Metadata | undefined): Promise<Metadata> {
  const timestamp = await signed(root, file, "timestamp");
  if (known === undefined) return timestamp;
  notOlder("timestamp", timestamp.version, known.version);
  notOlder("snapshot", metaOf(timestamp, "snapshot.json").version, metaOf(known, "snapshot.json").version);
  return timestamp;
}

/** Snapshot: as the timestamp says, signed, and no metadata it names older than known or gone (5.5.2 to 5.5.5). */
export async function trustSnapshot(
  root: Metadata,
  timestamp: Metadata,
  file: FileRead,
  known: Metadata | undefined,
): Promise<Metadata> {
  const meta = metaOf(timestamp, "snapshot.json");
  sameBytes("snapshot", file, meta);
  const snapshot = await signed(root, file, "snapshot");
  sameVersion(snapshot, meta);
  const targets = metaOf(snapshot, "targets.json");
  if (known !== undefined) notOlder("targets", targets.version, metaOf(known, "targets.json").version);
  return snapshot;
}

/** Targets: as the snapshot says, and signed (5.6.2 to 5.6.4). */
export async function trustTargets(root: Metadata, snapshot: Metadata, file: FileRead): Promise<Metadata> {
  const meta = metaOf(snapshot, "targets.json");
  sameBytes("targets", file, meta);
  const targets = await signed(root, file, "targets");
  sameVersion(targets, meta);
  return targets;
}

/** A target file has the length and the hash that targets metadata gives it (5.7.3). */
export function trustTarget(targets: Metadata, name: string, file: FileRead): void {
  const target = targetOf(targets, name);
  if (target === undefined) throw mixed(`targets ${targets.version} does not name ${name}`);
  sameBytes(name, file, target);
}

async function signed(root: Metadata, file: FileRead, role: RoleName): Promise<Metadata> {
  const metadata = parseMetadata(new Uint8Array(file.buffer), role);
  await verifySignatures(metadata, roleKeys(root, role));
  return metadata;
}

function sameBytes(name: string, file: FileRead, said: Pick<FileMeta, "length" | "sha256">): void {
  if (said.length !== undefined && file.buffer.byteLength < said.length) {
    throw new HifazatError("tuf_truncated", `${name} has ${file.buffer.byteLength} of ${said.length} bytes`);
  }
  if (said.length !== undefined && file.buffer.byteLength > said.length) throw mixed(`${name} is too long`);
  if (said.sha256 !== undefined && file.sha256 !== said.sha256) throw mixed(`${name} is not the file that was signed`);
}

function sameVersion(metadata: Metadata, said: FileMeta): void {
  if (metadata.version === said.version) return;
  throw mixed(`${metadata.role} is version ${metadata.version}, not ${said.version}`);
}

function notOlder(role: RoleName, version: number, known: number): void {
  if (version < known) throw rollback(`${role} ${version} is older than ${known}, which was seen before`);
}

const rollback = (message: string): HifazatError => new HifazatError("tuf_rollback", message);
const mixed = (message: string): HifazatError => new HifazatError("tuf_mix_and_match", message);
