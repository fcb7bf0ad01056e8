import { HifazatError } from "../../core/errors.ts";

/** An object as a listing describes it. */
export type Listed = {
  /** Without the prefix. */
  readonly key: string;
  readonly bytes: number;
  /** The MD5 of the body in hexadecimal, when it was written in one piece; stores may give something else. */
  readonly etag: string;
};

/** A page of ListObjectsV2. Keys of ours hold nothing that XML escapes; others cannot be ours and are left out. */
export function readListing(xml: string, prefix: string): { objects: Listed[]; next: string | undefined } {
  if (!xml.includes("<ListBucketResult"))
    throw new HifazatError("store_refused", "The store's answer is no listing: is the endpoint right?");
  const objects: Listed[] = [];
  for (const [, contents = ""] of xml.matchAll(/<Contents>(.*?)<\/Contents>/gs)) {
    const key = member(contents, "Key");
    const bytes = Number(member(contents, "Size"));
    if (key === undefined || !key.startsWith(prefix) || !/^[A-Za-z0-9._/-]+$/.test(key)) continue;
    const etag = (member(contents, "ETag") ?? "").replaceAll("&quot;", "").replaceAll('"', "");
    objects.push({ key: key.slice(prefix.length), bytes, etag });
  }
  return { objects, next: member(xml, "IsTruncated") === "true" ? member(xml, "NextContinuationToken") : undefined };
}

const member = (xml: string, name: string): string | undefined =>
  new RegExp(`<${name}>([^<]*)</${name}>`).exec(xml)?.[1];
