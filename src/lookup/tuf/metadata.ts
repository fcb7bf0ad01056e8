import { HifazatError } from "../../core/errors.ts";

/** The four top-level roles of TUF. */
export type RoleName = "root" | "targets" | "snapshot" | "timestamp";

export type Members = Readonly<Record<string, unknown>>;

/** A metadata file as parsed, before anyone has said that it may be trusted. */
export type Metadata = {
  readonly role: RoleName;
  readonly version: number;
  /** UTC, whole seconds. */
  readonly expires: string;
  readonly signed: Members;
  /** Signatures in hexadecimal by key id. */
  readonly signatures: ReadonlyMap<string, string>;
};

/** Reads the envelope of a metadata file of a role (TUF specification 4.2 and 4.3). Throws tuf_malformed. */
export function parseMetadata(bytes: Uint8Array, role: RoleName): Metadata {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder("utf-8", { fatal: true }).decode(bytes));
  } catch (cause) {
    throw new HifazatError("tuf_malformed", `${role} metadata is not JSON`, { cause });
  }
  const envelope = members(json, role);
  const signed = members(envelope.signed, `${role}.signed`);
  if (signed._type !== role) malformed(`${role}.signed._type`);
  if (!/^1\.\d+(\.\d+)?$/.test(text(signed.spec_version, `${role}.spec_version`))) malformed(`${role}.spec_version`);
  const expires = text(signed.expires, `${role}.expires`);
  if (Number.isNaN(Date.parse(expires))) malformed(`${role}.expires`);
  return {
    role,
    version: version(signed.version, role),
    expires,
    signed,
    signatures: readSignatures(envelope, role),
  };
}

function readSignatures(envelope: Members, role: RoleName): ReadonlyMap<string, string> {
  const list = envelope.signatures;
  if (!Array.isArray(list)) malformed(`${role}.signatures`);
  const signatures = new Map<string, string>();
  for (const item of list) {
    const signature = members(item, `${role}.signatures`);
    const keyId = text(signature.keyid, `${role}.keyid`);
    if (signatures.has(keyId)) malformed(`${role}.signatures: ${keyId} twice`);
    signatures.set(keyId, text(signature.sig, `${role}.sig`));
  }
  return signatures;
}

/** What a parent says of a file: its version (metadata), its length in bytes and its SHA-256 (optional for metadata). */
export type FileMeta = {
  readonly version: number;
  readonly length: number | undefined;
  readonly sha256: string | undefined;
};

/** Reads `meta[name]` of timestamp or snapshot metadata. */
export function metaOf(parent: Metadata, name: string): FileMeta {
  const path = `${parent.role}.meta["${name}"]`;
  const meta = members(members(parent.signed.meta, `${parent.role}.meta`)[name], path);
  return { version: version(meta.version, path), ...lengthAndHash(meta, path) };
}

/** Reads `targets[name]` of targets metadata; undefined when there is no such target. */
export function targetOf(targets: Metadata, name: string): { length: number; sha256: string } | undefined {
  const all = members(targets.signed.targets, "targets.targets");
  if (!Object.hasOwn(all, name)) return undefined;
  const path = `targets["${name}"]`;
  const { length, sha256 } = lengthAndHash(members(all[name], path), path);
  if (length === undefined || sha256 === undefined) malformed(path);
  return { length, sha256 };
}

function lengthAndHash(meta: Members, path: string): Pick<FileMeta, "length" | "sha256"> {
  const length = meta.length;
  if (length !== undefined && !(Number.isSafeInteger(length) && Number(length) > 0)) malformed(`${path}.length`);
  const sha256 = meta.hashes === undefined ? undefined : members(meta.hashes, `${path}.hashes`).sha256;
  if (sha256 !== undefined && !/^[0-9a-f]{64}$/.test(String(sha256))) malformed(`${path}.hashes`);
  return { length: length as number | undefined, sha256: sha256 as string | undefined };
}

export function members(value: unknown, path: string): Members {
  if (typeof value !== "object" || value === null || Array.isArray(value)) malformed(path);
  return value as Members;
}

export function text(value: unknown, path: string): string {
  if (typeof value !== "string") malformed(path);
  return value;
}

function version(value: unknown, path: string): number {
  if (typeof value !== "number" || !Number.isSafeInteger(value) || value < 1) malformed(`${path}.version`);
  return value;
}

export function malformed(path: string): never {
  throw new HifazatError("tuf_malformed", `${path} is missing or not as specified`, { details: { path } });
}
