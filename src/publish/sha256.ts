import { hash } from "node:crypto";
import { BUCKET_BITS } from "../protocol/index-file/layout.ts";

/** In lower-case hexadecimal, as file names and metadata have it. */
export const sha256 = (bytes: Uint8Array | string): string => hash("sha256", bytes);

/** The first bits of the SHA-256 of a target text, as an index wants them. */
export const sha256Prefix = (targetText: string): number =>
  Number.parseInt(sha256(targetText).slice(0, BUCKET_BITS / 4), 16);
