import { Encrypter } from "age-encryption";
import { HifazatError } from "../../core/errors.ts";

/** A subscriber's age public key, in its one spelling. Only `enrolRecipient` makes one. */
export type SealedRecipient = string & { readonly checked: "age X25519" };

/** `age1` and 58 characters of Bech32: an X25519 key, which every age program reads. Other kinds need newer ones. */
const X25519 = /^age1[02-9ac-hj-np-z]{58}$/;

/**
 * Checks a key as a subscriber sent it, spaces around it and capitals allowed. It is tried out: one key that cannot be
 * encrypted to would hold up the list for everybody. Throws `key_invalid`; a private key is refused by that name, and is
 * in no message.
 */
export async function enrolRecipient(text: string): Promise<SealedRecipient> {
  const key = text.trim().toLowerCase();
  if (key.includes("age-secret-key-"))
    throw new HifazatError(
      "key_invalid",
      "This is a private key. It must not leave its owner: make a new one (age-keygen) and send the line with age1….",
    );
  if (!X25519.test(key))
    throw new HifazatError(
      "key_invalid",
      "This is no age public key: age1 and 58 letters and digits, from age-keygen.",
    );
  try {
    const trial = new Encrypter();
    trial.addRecipient(key);
    await trial.encrypt(new Uint8Array());
  } catch (cause) {
    throw new HifazatError("key_invalid", "This age public key has a typing error or cannot be used.", { cause });
  }
  return key as SealedRecipient;
}
