import { readFile } from "node:fs/promises";
import { sha256 } from "./sha256.ts";

/** A file: where it lies, and what it hashes to. */
export type HashedFile = { readonly file: string; readonly sha256: string };

/** Undefined when it is not there, or not the file that was published. */
export async function readHashed(wanted: HashedFile | undefined): Promise<Buffer<ArrayBuffer> | undefined> {
  const bytes = wanted && (await readFile(wanted.file).catch(() => undefined));
  return bytes && sha256(bytes) === wanted?.sha256 ? bytes : undefined;
}
