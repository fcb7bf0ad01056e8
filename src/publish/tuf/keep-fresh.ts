import type { ArtefactStore } from "../../storage/artefacts.ts";
import type { OnlineKeys } from "../keys/online-keys.ts";
import { isVouchedFor, readChain } from "./chain.ts";
import { type ChainStep, extendChain } from "./extend-chain.ts";
import { needsRenewal } from "./lifetimes.ts";
import { ONLINE_ROLES, type OnlineRole } from "./roles.ts";

/** What `keepFresh` did: nothing was due, or everything from this role up was signed anew. */
export type Freshness = { readonly kind: "fresh" } | { readonly kind: "signed"; readonly from: OnlineRole };

/**
 * Signs anew what would soon expire, and what the newest root no longer vouches for (a key rotation that died between
 * its root and its metadata). Publishes an empty repository when there is none. The caller holds the publish lock.
 */
export async function keepFresh(
  store: ArtefactStore,
  keys: OnlineKeys,
  now: Date,
  onStep?: (step: ChainStep) => void,
): Promise<Freshness> {
  const chain = await readChain(store);
  const due = (role: OnlineRole): boolean =>
    chain === undefined || !isVouchedFor(chain, role) || needsRenewal(role, chain[role].signed.expires, now);
  const from = ONLINE_ROLES.find(due);
  if (from === undefined) return { kind: "fresh" };
  await extendChain({ store, keys, now, chain, from, ...(onStep && { onStep }) });
  return { kind: "signed", from };
}
