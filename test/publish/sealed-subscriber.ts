import { Decrypter, generateX25519Identity, identityToRecipient } from "age-encryption";
import { createOrganisation } from "../../src/access/organisations.ts";
import { enrolSealedKey } from "../../src/distribute/sealed/keys.ts";
import type { Db } from "../../src/storage/database.ts";
import { NOW } from "../fixtures/orders.ts";

/** Of an order whose entries are on the sealed list. */
export const SEALED_TERMS = { category: "child-abuse", list: "sealed" } as const;

const now = (): number => NOW;

export type SealedSubscriber = { readonly name: string; readonly key: string; readonly identity: string };

/** A subscriber that has enrolled a key of its own. */
export async function enrolSubscriber(db: Db, name: string): Promise<SealedSubscriber> {
  createOrganisation({ db, now }, { name, displayName: name, kind: "subscriber", categories: [] }, "test");
  const identity = await generateX25519Identity();
  const { id } = await enrolSealedKey({ db, now }, name, { key: await identityToRecipient(identity) }, "test");
  return { name, key: id, identity };
}

export async function decrypted(
  file: Uint8Array,
  { identity }: Pick<SealedSubscriber, "identity">,
): Promise<Uint8Array> {
  const decrypter = new Decrypter();
  decrypter.addIdentity(identity);
  return decrypter.decrypt(file);
}
