import { formatLine } from "../../protocol/list.ts";
import { formatSealed, SEALED_FORMAT, SEALED_NAME } from "../../protocol/sealed.ts";
import type { ReleaseRequest, ReleaseSource } from "../release-request.ts";
import { sha256 } from "../sha256.ts";
import { utcSeconds } from "../tuf/lifetimes.ts";
import { encryptSealed } from "./encrypt-sealed.ts";
import type { SealedList, SealOrder } from "./sealed-facts.ts";

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
