import { createHash } from "node:crypto";
import { Metadata, MetadataKind, type TargetFile } from "@tufjs/models";
import { Updater } from "tuf-js";
import { HifazatError } from "../../core/errors.ts";
import type { Download } from "./download.ts";
import {
  MAX_ROOT_BYTES,
  MAX_ROOT_ROTATIONS,
  MAX_SNAPSHOT_BYTES,
  MAX_TARGETS_BYTES,
  MAX_TIMESTAMP_BYTES,
  TARGET_TOTAL_MS,
} from "./limits.ts";
import { tufRefusal } from "./refusal.ts";
import { TufFetcher } from "./tuf-fetcher.ts";

/** A registry whose metadata was verified; everything it hands out was verified against that metadata. */
export type TrustedRepository = {
  /** Whether the signed metadata knows the target. */
  readonly has: (name: string) => Promise<boolean>;
  /** SHA-256 of the target as the signed metadata says; undefined when it does not know it. */
  readonly hashOf: (name: string) => Promise<string | undefined>;
  /** The target's bytes. Throws registry_unreachable or the code of the attack. */
  readonly target: (name: string, expected?: { sha256: string; bytes: number }) => Promise<Buffer>;
  /** The registry's clock minus ours, milliseconds, where it said a time. */
  readonly clockSkewMs: number | undefined;
};

/**
 * Brings the TUF metadata in `metadataFolder` (which holds at least root.json) up to date with `registry` by the client
 * workflow of the TUF specification, section 5. Throws a HifazatError with the attack's code.
 */
export async function openRepository(
  registry: string,
  metadataFolder: string,
  download: Download,
): Promise<TrustedRepository> {
  const fetcher = new TufFetcher(download);
  const updater = newUpdater(registry, metadataFolder, fetcher);
  try {
    await updater.refresh();
  } catch (error) {
    throw tufRefusal(error, fetcher, new Date());
  }
  return {
    clockSkewMs: fetcher.clockSkewMs,
    has: async (name) => (await updater.getTargetInfo(name)) !== undefined,
    hashOf: async (name) => (await updater.getTargetInfo(name))?.hashes.sha256,
    async target(name, expected) {
      const info = await updater.getTargetInfo(name);
      const sha256 = info?.hashes.sha256;
      if (info === undefined || sha256 === undefined)
        throw new HifazatError("tuf_mix_and_match", `The signed metadata has no target ${name}.`);
      if (expected !== undefined && (expected.sha256 !== sha256 || expected.bytes !== info.length))
        throw new HifazatError("tuf_mix_and_match", `Manifest and signed metadata disagree about ${name}.`);
      return fetchTarget(registry, info, sha256, download);
    },
  };
}

function newUpdater(registry: string, metadataFolder: string, fetcher: TufFetcher): Updater {
  try {
    return new Updater({
      metadataDir: metadataFolder,
      metadataBaseUrl: `${registry}/tuf/metadata`,
      fetcher,
      config: {
        maxRootRotations: MAX_ROOT_ROTATIONS,
        rootMaxLength: MAX_ROOT_BYTES,
        timestampMaxLength: MAX_TIMESTAMP_BYTES,
        snapshotMaxLength: MAX_SNAPSHOT_BYTES,
        targetsMaxLength: MAX_TARGETS_BYTES,
      },
    });
  } catch (cause) {
    // It reads nothing but the trusted root here, and that came from the state folder.
    const message = "The trusted root in the state folder is damaged: name the root file with --trust-root.";
    throw new HifazatError("state_unusable", message, { cause });
  }
}

/** Specification 5.7.3: length and hash of a target as its metadata says. */
async function fetchTarget(registry: string, info: TargetFile, sha256: string, download: Download): Promise<Buffer> {
  // Consistent snapshots: the hash stands before the last segment of the name.
  const slash = info.path.lastIndexOf("/") + 1;
  const url = `${registry}/tuf/targets/${info.path.slice(0, slash)}${sha256}.${info.path.slice(slash)}`;
  const answer = await download(url, { maxBytes: info.length, totalMs: TARGET_TOTAL_MS });
  if (answer.kind === "status")
    throw new HifazatError("registry_unreachable", `${url} answers ${answer.status}: ${reasonOf(answer.status)}.`);
  if (answer.bytes.length < info.length)
    throw new HifazatError("tuf_truncated", `${url} has ${answer.bytes.length} of ${info.length} bytes.`);
  if (createHash("sha256").update(answer.bytes).digest("hex") !== sha256)
    throw new HifazatError("tuf_target_mismatch", `${url} is not what was signed.`);
  return answer.bytes;
}

const reasonOf = (status: number): string =>
  status === 401 || status === 403 ? "does it want a subscriber's token?" : "the mirror is incomplete";

/** What a file that is to be trusted as root says of itself. Throws config_invalid when it is no root, self-signed. */
export function inspectRoot(bytes: Buffer, where: string): { version: number; expires: string } {
  try {
    const root = Metadata.fromJSON(MetadataKind.Root, JSON.parse(bytes.toString("utf8")));
    root.verifyDelegate(MetadataKind.Root, root);
    return { version: root.signed.version, expires: root.signed.expires };
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new HifazatError("config_invalid", `${where} is no TUF root: ${reason}.`, { cause });
  }
}
