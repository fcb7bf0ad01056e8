import { copyFileSync, mkdirSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { Metadata, MetadataKind, type Root } from "@tufjs/models";
import { HifazatError } from "../../core/errors.ts";
import type { Trusted } from "../registry/judge-pointer.ts";
import { attempt, ifPresent, makeFolder, replaceFile } from "./durable.ts";
import { STATE_FILE_MODE, type StateFolder } from "./folder.ts";

type JsonObject = Parameters<typeof Root.fromJSON>[0];

/** In the order in which TUF trusts them. */
const FILES = ["root.json", "timestamp.json", "snapshot.json", "targets.json"] as const;

/**
 * tuf-js rewrites its files in place, so a crash could tear one. It therefore works on a copy, and every file it verified
 * comes back by rename. Any mix of old and new files is a good state: tuf-js verifies all of them when it loads them.
 */
export function checkOutMetadata(state: StateFolder): void {
  attempt(`copy trusted metadata to ${state.metadataWork}`, () => {
    rmSync(state.metadataWork, { recursive: true, force: true });
    makeFolder(state.metadata);
    mkdirSync(state.metadataWork, { mode: 0o700 });
    for (const file of FILES) ifPresent(() => copyFileSync(join(state.metadata, file), join(state.metadataWork, file)));
  });
}

/** Keeps what tuf-js verified, also when a later step refused: a newer timestamp seen protects against older ones. */
export function checkInMetadata(state: StateFolder): void {
  for (const file of FILES) {
    const fresh = ifPresent(() => readFileSync(join(state.metadataWork, file)));
    if (fresh === undefined || fresh.equals(ifPresent(() => readFileSync(join(state.metadata, file))) ?? Buffer.of()))
      continue;
    replaceFile(join(state.metadata, file), fresh, STATE_FILE_MODE);
  }
  rmSync(state.metadataWork, { recursive: true, force: true });
}

/** The root everything is trusted by, or undefined before the first pin. */
export function trustedRoot(state: StateFolder): Buffer | undefined {
  return attempt("read the trusted root", () => ifPresent(() => readFileSync(join(state.metadata, "root.json"))));
}

/** What a mirror's pointer is looked at with; undefined before the first sync, or when it cannot be read. */
export function trustedPointer(folder: string): Trusted | undefined {
  try {
    const read = (file: string): unknown => JSON.parse(readFileSync(join(folder, file), "utf8"));
    const root = Metadata.fromJSON(MetadataKind.Root, read("root.json") as JsonObject);
    const { version } = Metadata.fromJSON(MetadataKind.Timestamp, read("timestamp.json") as JsonObject).signed;
    return { root, version };
  } catch {
    return undefined;
  }
}

/** Trusts `root` from now on. Only ever called for a file the operator named. */
export function pinRoot(state: StateFolder, root: Uint8Array): void {
  makeFolder(state.metadata);
  replaceFile(join(state.metadata, "root.json"), root, STATE_FILE_MODE);
}

export const noRoot = (): HifazatError =>
  new HifazatError(
    "config_invalid",
    'No root of trust yet: name the registry\'s root.json, received from the registry by another way, with --root FILE or root = "FILE".',
  );
