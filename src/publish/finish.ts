import { HifazatError } from "../core/errors.ts";
import { completeRelease } from "./complete.ts";
import { loadOnlineKeys } from "./keys/online-keys.ts";
import { withPublishLock } from "./lock.ts";
import { namedManifest } from "./published-release.ts";
import { PUBLIC_LIST, type Publishing } from "./publishing.ts";
import { publishSite } from "./site-file.ts";
import { newestRoot, readChain } from "./tuf/chain.ts";
import { type Freshness, keepFresh } from "./tuf/keep-fresh.ts";

/** What a start found: a release that an earlier run had begun and that is published now, or nothing. */
export type Finished = { readonly kind: "nothing" } | { readonly kind: "published"; readonly release: number };

/** Completes what a run that died left behind: a release, a key rotation. For every start of the server. */
export async function finishInterrupted(publishing: Publishing): Promise<Finished> {
  return withPublishLock(publishing.folder.lock, () => finishUnderLock(publishing));
}

/** Signs anew what would soon expire. For a job that runs every hour; mostly there is nothing to do. */
export async function refreshTimestamp(publishing: Publishing): Promise<Freshness> {
  return withPublishLock(publishing.folder.lock, () => freshen(publishing));
}

/** `finishInterrupted` for those who hold the lock already. */
export async function finishUnderLock(publishing: Publishing): Promise<Finished> {
  const { ledger, store, staging } = publishing;
  const head = ledger.head();
  const chain = await readChain(store);
  const named = chain && (await namedManifest(store, chain.targets, PUBLIC_LIST));
  const known = named && ledger.row(named.release);
  if (named !== undefined && known?.lists[PUBLIC_LIST]?.identity !== named.identity.sha256)
    throw new HifazatError(
      "release_conflict",
      `The repository holds release ${named.release}, which this database does not know (its newest is ` +
        `${head?.number ?? 0}): the database is older than what clients have. Restore a newer one.`,
    );
  if (head?.state === "committed") {
    await completeRelease(publishing, head);
    await freshen(publishing);
    return { kind: "published", release: head.number };
  }
  await staging.clear();
  await freshen(publishing);
  return { kind: "nothing" };
}

async function freshen(publishing: Publishing): Promise<Freshness> {
  const { folder, store, now, onStep } = publishing;
  const keys = await loadOnlineKeys(folder, (await newestRoot(store)).signed);
  const freshness = await keepFresh(store, keys, now(), onStep);
  await publishSite(publishing, keys);
  return freshness;
}
