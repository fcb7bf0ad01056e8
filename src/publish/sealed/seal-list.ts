import { createHash } from "node:crypto";
import { formatLine } from "../../protocol/list.ts";
import { formatSealed, SEALED_FORMAT, SEALED_NAME } from "../../protocol/sealed.ts";
import type { BuiltFile } from "../build.ts";
import type { ReleaseRequest, ReleaseSource } from "../release-request.ts";
import { utcSeconds } from "../tuf/lifetimes.ts";
import { encryptSealed } from "./encrypt-sealed.ts";

/** For whom the sealed list of a release is encrypted. */
export type SealOrder = {
  /** age public keys, sorted; at least one. */
  readonly recipients: readonly string[];
  /** 32 hexadecimal digits, random; stays with the release, so that its text can be made again. */
  readonly salt: string;
};

/** The sealed list of a release. `identity` is of the whole text inside the file. */
export type SealedList = { readonly entries: number; readonly identity: string; readonly file: BuiltFile };

/**
 * The sealed list as it is at the request's watermark. The same request and salt give the same text and identity; the file
 * around it is another one every time, because its key is.
 */
export async function sealList(
  source: ReleaseSource,
  { release, previous, watermark, publishedAt }: ReleaseRequest,
  { recipients, salt }: SealOrder,
): Promise<SealedList> {
  const lines: string[] = [];
  for (const entry of source.active("sealed", watermark).entries) lines.push(formatLine(entry));
  const list = new TextEncoder().encode(lines.join(""));
  const text = formatSealed(
    {
      format: SEALED_FORMAT,
      list: "sealed",
      release,
      previous,
      published: utcSeconds(new Date(publishedAt * 1_000)),
      entries: lines.length,
      bytes: list.length,
      sha256: sha256(list),
      salt,
    },
    list,
  );
  const bytes = await encryptSealed(text, recipients);
  return { entries: lines.length, identity: sha256(text), file: { name: SEALED_NAME, sha256: sha256(bytes), bytes } };
}

/** Names a set of keys without naming them: whether the file in force is for those who are enrolled now. */
export const recipientsDigest = (recipients: readonly string[]): string => sha256(JSON.stringify(recipients));

const sha256 = (bytes: Uint8Array | string): string => createHash("sha256").update(bytes).digest("hex");
