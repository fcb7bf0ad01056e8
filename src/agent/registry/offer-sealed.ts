import { HifazatError } from "../../core/errors.ts";
import { SEALED_NAME } from "../../protocol/sealed.ts";
import { countDropped } from "../list/difference.ts";
import { openSealed } from "../list/open-sealed.ts";
import { type Offer, refuseOlder, type Wanted } from "./obtain.ts";
import type { TrustedRepository } from "./trust.ts";

/**
 * The sealed list of a verified repository (protocol 14). It is fetched when its file is another than the one held, and
 * opened in memory. Throws `not_found` where there is none, `sealed_unreadable` where it is for others.
 */
export async function offerSealed(
  repository: TrustedRepository,
  { list, held, known, look }: Wanted,
  identities: readonly string[],
  force: boolean,
): Promise<Offer> {
  const stored = await repository.hashOf(SEALED_NAME);
  if (stored === undefined)
    throw new HifazatError("not_found", "The registry has no sealed list: no subscriber has a key enrolled.");
  if (known !== undefined && held !== undefined && known.stored === stored) {
    const { release, entries, bytes, sha256, published } = known;
    const manifest = { release, entries, published, identity: { sha256, bytes }, nextPollSeconds: undefined };
    return { list, manifest, accepted: undefined };
  }
  const file = await repository.target(SEALED_NAME);
  const { header, list: text, identity } = await openSealed(file, identities);
  const { release, entries, published, bytes } = header;
  const manifest = { release, entries, published, identity: { sha256: identity, bytes }, nextPollSeconds: undefined };
  if (known !== undefined && !force) refuseOlder(manifest, known);
  if (look) return { list, manifest, accepted: undefined };
  const difference = held === undefined ? undefined : countDropped(held.text, text);
  // No sample: sealed names are asked of nobody.
  const by = { by: "snapshot", step: undefined, fetched: file.length } as const;
  const accepted = { text, file, ...by, difference, sample: [], notes: [] };
  return { list, manifest, accepted };
}
