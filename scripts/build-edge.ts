// `npm run build:edge`: what wrangler bundles, in build/edge: the files that pages load, made as the Node server makes
// them, and an entry that gives them to src/edge/worker.ts. wrangler.toml runs it before every bundle.
import { mkdirSync, renameSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { webAssets } from "../src/runtime/web-assets.ts";

const folder = new URL("../build/edge", import.meta.url).pathname;
const assets = await webAssets()();
mkdirSync(folder, { recursive: true });
const imports = [`import { edgeWorker } from "../../src/edge/worker.ts";`];
const packed = assets.names.map((name, at) => {
  const hashed = assets.href(name).slice("/assets/".length);
  const file = assets.file(hashed);
  if (file === undefined) throw new Error(`there is no asset ${name}`);
  // Wrangler gives a file of this ending to the worker as its bytes.
  write(`${hashed}.bin`, file.body);
  imports.push(`import file${at} from "./${hashed}.bin";`);
  return `  ${JSON.stringify([name, hashed, file.type]).slice(0, -1)},file${at}],`;
});
write("worker.ts", `${imports.join("\n")}\n\nexport default edgeWorker([\n${packed.join("\n")}\n]);\n`);

/** By rename: two bundles can be made at one time. */
function write(name: string, body: string | Uint8Array): void {
  const file = join(folder, name);
  writeFileSync(`${file}.${process.pid}`, body);
  renameSync(`${file}.${process.pid}`, file);
}
