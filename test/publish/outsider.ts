import { copyFileSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { brotliDecompressSync, zstdDecompressSync } from "node:zlib";
import { BaseFetcher, Updater } from "tuf-js";
import { DownloadHTTPError } from "tuf-js/dist/error.js";
import { type Manifest, parseManifest } from "../../src/protocol/manifest.ts";
import { sha256 } from "../../src/publish/sha256.ts";
import { temporaryFolder } from "./registry.ts";

/** Somebody who has nothing of ours but the first root and the address: tuf-js, as it is. */
export type Outsider = {
  /** Everything the newest release names, verified; undefined when there is no release yet. Throws what tuf-js throws. */
  readonly download: () => Promise<Download | undefined>;
};

export type Download = {
  readonly manifest: Manifest;
  readonly list: string;
  readonly deltas: ReadonlyMap<number, Uint8Array>;
  readonly files: ReadonlyMap<string, Uint8Array>;
};

/** Reads the repository as a plain web server would serve it. `base` is a folder, or an http address. */
export function outsider(base: string, firstRoot: string): Outsider {
  const home = temporaryFolder();
  const address = base.startsWith("http") ? base : pathToFileURL(base).href;
  mkdirSync(join(home, "targets"));
  copyFileSync(firstRoot, join(home, "root.json"));
  return {
    async download() {
      const updater = new Updater({
        metadataDir: home,
        metadataBaseUrl: `${address}/metadata`,
        targetDir: join(home, "targets"),
        targetBaseUrl: `${address}/targets`,
        ...(base.startsWith("http") ? {} : { fetcher: new FolderFetcher() }),
      });
      await updater.refresh();
      const fetch = async (name: string): Promise<Uint8Array | undefined> => {
        const info = await updater.getTargetInfo(name);
        return info && readFileSync(await updater.downloadTarget(info));
      };
      const text = await fetch("general/manifest.json");
      if (text === undefined) return undefined;
      const manifest = parseManifest(new TextDecoder().decode(text));
      const files = new Map<string, Uint8Array>([["general/manifest.json", text]]);
      for (const { name, sha256: wanted, bytes } of [
        manifest.snapshot,
        ...manifest.deltas,
        manifest.filter,
        manifest.index,
        ...(manifest.blocks === undefined ? [] : [manifest.blocks]),
        ...(manifest.indexDelta === undefined ? [] : [manifest.indexDelta]),
      ]) {
        const body = await fetch(name);
        if (body?.length !== bytes || sha256(body) !== wanted) throw new Error(`${name} is not what the manifest says`);
        files.set(name, body);
      }
      const list = zstdDecompressSync(files.get(manifest.snapshot.name) ?? new Uint8Array());
      if (sha256(list) !== manifest.identity.sha256) throw new Error("the list is not the manifest's");
      const deltas = manifest.deltas.map(
        ({ base, name }) => [base, brotliDecompressSync(files.get(name) ?? new Uint8Array())] as const,
      );
      return { manifest, list: list.toString("latin1"), deltas: new Map(deltas), files };
    },
  };
}

class FolderFetcher extends BaseFetcher {
  override async fetch(url: string): Promise<ReadableStream<Uint8Array<ArrayBuffer>>> {
    try {
      return new Blob([readFileSync(fileURLToPath(url))]).stream();
    } catch {
      throw new DownloadHTTPError("no such file", 404);
    }
  }
}
