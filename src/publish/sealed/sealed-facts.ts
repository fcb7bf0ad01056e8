import { hash } from "node:crypto";
import type { SealedFacts } from "../../storage/releases.ts";
import type { BuiltFile } from "../build.ts";

/** For whom the sealed list of a release is encrypted. */
export type SealOrder = {
  /** age public keys, sorted; at least one. */
  readonly recipients: readonly string[];
  /** 32 hexadecimal digits, random; stays with the release, so that its text can be made again. */
  readonly salt: string;
};

/** The sealed list of a release. `identity` is of the whole text inside the file. */
export type SealedList = { readonly entries: number; readonly identity: string; readonly file: BuiltFile };

/** Names a set of keys without naming them: whether the file in force is for those who are enrolled now. */
export const recipientsDigest = (recipients: readonly string[]): string => hash("sha256", JSON.stringify(recipients));

/** What a release's row says of its sealed list. */
export const sealedFacts = ({ entries, identity, file }: SealedList, { recipients, salt }: SealOrder): SealedFacts => ({
  entries,
  identity,
  salt,
  recipients: recipientsDigest(recipients),
  keys: recipients.length,
  file: { name: file.name, sha256: file.sha256, bytes: file.bytes.length },
});
