import { readdirSync, readFileSync } from "node:fs";
import { basename, dirname, join, relative } from "node:path";
import { brotliDecompressSync, zstdDecompressSync } from "node:zlib";
import { sha256 } from "../../src/publish/sha256.ts";
import { type Download, outsider } from "./outsider.ts";

/** Where a registry's public files lie. */
export const repositoryOf = (root: string): string => join(root, "public", "tuf");

/** What a new outsider, who knows the first root alone, gets from the registry now. */
export function downloadFrom(root: string): Promise<Download | undefined> {
  const repository = repositoryOf(root);
  return outsider(repository, join(repository, "metadata", "1.root.json")).download();
}

/** Every file below a folder, by its path from there. */
export function filesBelow(folder: string): Map<string, Uint8Array> {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return new Map(
    files.map((entry) => {
      const path = join(entry.parentPath, entry.name);
      return [relative(folder, path), readFileSync(path)];
    }),
  );
}

/** A public file as it is read, whatever it is packed with. */
export function unpacked(path: string, bytes: Uint8Array): Uint8Array {
  if (path.endsWith(".zst")) return zstdDecompressSync(bytes);
  return path.endsWith(".br") ? brotliDecompressSync(bytes) : bytes;
}

/** The public files that are not what their name says, or not whole. A mirror may copy the tree at any moment. */
export function tornFiles(root: string): string[] {
  return [...filesBelow(repositoryOf(root))].flatMap(([path, bytes]) => (isWhole(path, bytes) ? [] : [path]));
}

function isWhole(path: string, bytes: Uint8Array): boolean {
  const text = new TextDecoder().decode(bytes);
  if (dirname(path) === "metadata") {
    const [version, role] = basename(path, ".json").split(".");
    const { signed } = JSON.parse(text) as { signed: { version: number; _type: string } };
    return path === "metadata/timestamp.json" || `${signed.version}.${signed._type}` === `${version}.${role}`;
  }
  return ["general", "sealed"].some((list) => path.startsWith(`targets/${list}/${sha256(bytes)}.`));
}
