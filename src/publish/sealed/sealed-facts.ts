import type { SealedFacts } from "../../storage/releases.ts";
import { recipientsDigest, type SealedList, type SealOrder } from "./seal-list.ts";

/** What a release's row says of its sealed list. */
export const sealedFacts = ({ entries, identity, file }: SealedList, { recipients, salt }: SealOrder): SealedFacts => ({
  entries,
  identity,
  salt,
  recipients: recipientsDigest(recipients),
  keys: recipients.length,
  file: { name: file.name, sha256: file.sha256, bytes: file.bytes.length },
});
