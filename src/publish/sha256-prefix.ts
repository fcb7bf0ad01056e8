import { hash } from "node:crypto";
import { BUCKET_BITS } from "../protocol/index-file/layout.ts";

/** The first bits of the SHA-256 of a target text, as an index wants them. */
export const sha256Prefix = (targetText: string): number =>
  Number.parseInt(hash("sha256", targetText).slice(0, BUCKET_BITS / 4), 16);
