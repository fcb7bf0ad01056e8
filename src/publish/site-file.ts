import { TargetFile } from "@tufjs/models";
import { siteName } from "../protocol/artefact-names.ts";
import { formatSiteSettings } from "../protocol/site-settings.ts";
import type { OnlineKeys } from "./keys/online-keys.ts";
import { targetFile } from "./published-release.ts";
import { PUBLIC_LIST, type Publishing } from "./publishing.ts";
import { sha256 } from "./sha256.ts";
import { type Chain, readChain } from "./tuf/chain.ts";
import { extendChain } from "./tuf/extend-chain.ts";

const NAME = siteName(PUBLIC_LIST);

/**
 * Publishes what the pages tell of the configuration (protocol 3.5) when it is not what is published; the release stays as
 * it is. The caller holds the publish lock and has a chain.
 */
export async function publishSite({ store, site, now, onStep }: Publishing, keys: OnlineKeys): Promise<void> {
  const chain = await readChain(store);
  if (site === undefined || chain === undefined) return;
  const bytes = new TextEncoder().encode(formatSiteSettings(site));
  const hashes = { sha256: sha256(bytes) };
  const { targets } = chain.targets.signed;
  if (targets[NAME]?.hashes.sha256 === hashes.sha256) return;
  await store.put(targetFile({ name: NAME, ...hashes }), bytes);
  // Crash window: a file that no metadata names; the next run finds it there.
  const file = new TargetFile({ path: NAME, length: bytes.length, hashes });
  await extendChain({
    store,
    keys,
    now: now(),
    chain,
    from: "targets",
    targets: { ...targets, [NAME]: file },
    ...(onStep && { onStep }),
  });
}

/** The file as the chain names it, for a release that is to name it on. */
export function keptSite(chain: Chain | undefined): Readonly<Record<string, TargetFile>> {
  const file = chain?.targets.signed.targets[NAME];
  return file === undefined ? {} : { [NAME]: file };
}
