import { readFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/** Swagger UI's files as npm installed them, read when first asked for. The names are checked by whoever asks. */
export function docsFiles(): (name: string) => Promise<Uint8Array<ArrayBuffer>> {
  const folder = dirname(fileURLToPath(import.meta.resolve("swagger-ui-dist/package.json")));
  const read = new Map<string, Promise<Uint8Array<ArrayBuffer>>>();
  return (name) => {
    const file = read.get(name) ?? readFile(join(folder, name));
    read.set(name, file);
    return file;
  };
}
