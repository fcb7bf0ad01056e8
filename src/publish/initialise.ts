import { existsSync } from "node:fs";
import { HifazatError } from "../core/errors.ts";
import type { ArtefactStore } from "../storage/artefacts.ts";
import { openDatabase } from "../storage/database.ts";
import { makeFolder } from "../storage/durable.ts";
import { headRelease } from "../storage/releases.ts";
import { type DataFolder, dataFolder, onlineKeyFile, rootKeyFiles } from "./data-folder.ts";
import { ensureKeyFile } from "./keys/key-files.ts";
import { loadOnlineKeys } from "./keys/online-keys.ts";
import type { SigningKey } from "./keys/signing-key.ts";
import { withPublishLock } from "./lock.ts";
import { openStore } from "./publishing.ts";
import { metadataName, newestRoot, TIMESTAMP, versionsOf } from "./tuf/chain.ts";
import { keepFresh } from "./tuf/keep-fresh.ts";
import { signedBytes } from "./tuf/metadata.ts";
import type { OnlineRole } from "./tuf/roles.ts";
import { firstRoot } from "./tuf/root.ts";

export type Initialised = {
  /** The files made now, by path; none when all was there. */
  readonly made: readonly string[];
  /** Root keys that still lie on this machine and have to be moved to separate media. */
  readonly moveAway: readonly string[];
};

/**
 * Makes what a registry needs and is not there yet: database, keys, the first root, an empty signed repository. Run again
 * after a crash it goes on where it stopped. What is there is never replaced: a folder whose parts do not belong together
 * (releases or metadata without a root) is refused with `data_not_initialised`.
 */
export async function initialise(root: string, now: Date): Promise<Initialised> {
  const folder = dataFolder(root);
  await makeFolder(folder.root);
  return withPublishLock(folder.lock, async () => {
    const made: string[] = [];
    if (!existsSync(folder.database)) made.push(folder.database);
    const db = openDatabase(folder.database);
    const released = headRelease(db) !== undefined;
    db.sqlite.close();

    const store = openStore(folder);
    if ((await versionsOf(store, "root")).length === 0) {
      if (released || (await store.has(TIMESTAMP))) throw halfMade(folder);
      made.push(...(await makeRoot(folder, store, now)));
    }
    const keys = await loadOnlineKeys(folder, (await newestRoot(store)).signed);
    const empty = !(await store.has(TIMESTAMP));
    if (empty && released) throw halfMade(folder);
    await keepFresh(store, keys, now);
    if (empty) made.push(`${folder.repository}/${TIMESTAMP}`);
    return { made, moveAway: rootKeyFiles(folder, 1).filter((file) => existsSync(file)) };
  });
}

async function makeRoot(folder: DataFolder, store: ArtefactStore, now: Date): Promise<string[]> {
  const made: string[] = [];
  const ensure = async (file: string): Promise<SigningKey> => {
    const outcome = await ensureKeyFile(file);
    if (outcome.made) made.push(file);
    return outcome.key;
  };
  const online = (role: OnlineRole): Promise<SigningKey> => ensure(onlineKeyFile(folder, role));
  const root: SigningKey[] = [];
  for (const file of rootKeyFiles(folder, 1)) root.push(await ensure(file));
  const [targets, snapshot, timestamp] = [await online("targets"), await online("snapshot"), await online("timestamp")];
  // Crash window: keys without a root; the next run signs the root with the same keys.
  const first = firstRoot({ root, targets, snapshot, timestamp }, now);
  await store.put(metadataName("root", 1), signedBytes(first, root));
  return [...made, `${folder.repository}/${metadataName("root", 1)}`];
}

function halfMade(folder: DataFolder): HifazatError {
  return new HifazatError(
    "data_not_initialised",
    `${folder.root} holds releases, but ${folder.repository} lacks the metadata clients know them by. ` +
      "Restore the repository from a backup or a mirror; new keys would shut every client out.",
  );
}
