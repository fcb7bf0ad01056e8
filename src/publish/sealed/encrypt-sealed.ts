import { Encrypter } from "age-encryption";
import { HifazatError } from "../../core/errors.ts";

/**
 * The sealed list as one age file (age-encryption.org/v1) that each of these keys opens and no other. The key of the
 * file is new every time: who is not among the recipients any more cannot read this file, whatever it could read before.
 * The file tells how many recipients there are, not which, and how long its text is. `recipients` were tried out when
 * they were enrolled. Throws `key_missing` without a recipient: such a file would be for nobody.
 */
export async function encryptSealed(text: Uint8Array, recipients: Iterable<string>): Promise<Uint8Array> {
  const keys = new Set(recipients);
  if (keys.size === 0) throw new HifazatError("key_missing", "No subscriber has enrolled a key for the sealed list.");
  const encrypter = new Encrypter();
  for (const key of keys) encrypter.addRecipient(key);
  return encrypter.encrypt(text);
}
