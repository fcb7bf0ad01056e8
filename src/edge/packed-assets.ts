import { ASSETS_PATH, type Assets } from "../web/ui/assets.ts";

/** One file of the pages as the bundle holds it: its name in pages, its name with the hash in it, its type, its bytes. */
export type PackedAsset = readonly [name: string, hashed: string, type: string, body: ArrayBuffer];

/** The pages' files out of the bundle, where scripts/build-edge.ts has put them. Cloudflare compresses what it sends. */
export function packedAssets(packed: readonly PackedAsset[]): Assets {
  const hashedNames = new Map(packed.map(([name, hashed]) => [name, hashed]));
  const files = new Map(
    packed.map(([, hashed, type, body]) => [hashed, { type, body: new Uint8Array(body), gzip: undefined }]),
  );
  return {
    href(name) {
      const hashed = hashedNames.get(name);
      if (hashed === undefined) throw new Error(`there is no asset ${name}`);
      return `${ASSETS_PATH}${hashed}`;
    },
    file: (hashed) => files.get(hashed),
  };
}
