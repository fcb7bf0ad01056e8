import { createHash } from "node:crypto";
import { HifazatError } from "../../core/errors.ts";
import { countLines } from "../../protocol/list.ts";
import { parseSealed, type SealedHeader } from "../../protocol/sealed.ts";

/** What is in a sealed file, in memory only. `identity` is of the whole text in it (protocol 14.4). */
export type OpenedSealed = { readonly header: SealedHeader; readonly list: Uint8Array; readonly identity: string };

/**
 * Opens a sealed file with whichever of these keys does, and checks what is in it (protocol 14.5). Throws
 * `sealed_unreadable`, or `list_malformed`; neither quotes anything of the list.
 */
export async function openSealed(file: Uint8Array, identities: readonly string[]): Promise<OpenedSealed> {
  const text = await decrypt(file, identities);
  const { header, list } = parseSealed(text);
  if (sha256(list) !== header.sha256)
    throw new HifazatError("list_malformed", "The sealed list is not what its header says.");
  let entries: number;
  try {
    entries = countLines(list);
  } catch {
    // The reason names the line: it goes no further.
    throw new HifazatError("list_malformed", "The sealed list has a line that is none.");
  }
  if (entries !== header.entries)
    throw new HifazatError("list_malformed", "The sealed list has another number of entries than its header says.");
  return { header, list, identity: sha256(text) };
}

async function decrypt(file: Uint8Array, identities: readonly string[]): Promise<Uint8Array> {
  // Loaded by agents with a sealed list alone.
  const { Decrypter } = await import("age-encryption");
  const decrypter = new Decrypter();
  for (const identity of identities) decrypter.addIdentity(identity);
  try {
    return await decrypter.decrypt(file);
  } catch {
    throw new HifazatError(
      "sealed_unreadable",
      "None of the keys in sealed_key_file opens the sealed list: is one enrolled, or was it taken off?",
    );
  }
}

const sha256 = (bytes: Uint8Array): string => createHash("sha256").update(bytes).digest("hex");
