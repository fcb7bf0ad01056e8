import { type Metadata, MetadataKind, type Root, Metadata as TufMetadata } from "@tufjs/models";
import { HifazatError } from "../../core/errors.ts";

/** What is trusted when a pointer is looked at: the newest root, and the version of the timestamp taken last. */
export type Trusted = { readonly root: Metadata<Root>; readonly version: number };

/**
 * Why a mirror's `timestamp.json` would not be taken; undefined when it would (TUF specification 5.4). Nothing is taken here:
 * it is to tell of a mirror that is no good before it is needed.
 */
export function judgePointer(bytes: Uint8Array, trusted: Trusted | undefined, now: Date): HifazatError | undefined {
  if (trusted === undefined) return undefined;
  const timestamp = readTimestamp(bytes);
  if (timestamp === undefined) return new HifazatError("tuf_malformed", "Its timestamp.json is none.");
  const { version, expires } = timestamp.signed;
  if (version < trusted.version)
    return new HifazatError("tuf_rollback", `Its timestamp is version ${version}, ${trusted.version} was seen before.`);
  if (Date.parse(expires) <= now.getTime())
    return new HifazatError("tuf_freeze", `Its timestamp was valid until ${expires}.`);
  try {
    trusted.root.verifyDelegate(MetadataKind.Timestamp, timestamp);
    return undefined;
  } catch {
    return new HifazatError(
      "tuf_signature",
      "Its timestamp is not signed by the keys of the root that is trusted here.",
    );
  }
}

function readTimestamp(bytes: Uint8Array) {
  try {
    return TufMetadata.fromJSON(MetadataKind.Timestamp, JSON.parse(new TextDecoder().decode(bytes)));
  } catch {
    return undefined;
  }
}
