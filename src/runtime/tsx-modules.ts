import { readdirSync } from "node:fs";
import { createRequire, registerHooks } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

/**
 * Node strips types but knows no JSX. The pages (`src/web/**.tsx`) are translated in memory by esbuild, all at once when
 * the first of them is loaded: one start of its program, whatever their number.
 */
export function loadTsxModules(): void {
  let translated: ReadonlyMap<string, string> | undefined;
  registerHooks({
    load(url, context, nextLoad) {
      if (!url.endsWith(".tsx")) return nextLoad(url, context);
      translated ??= translateAll(fileURLToPath(new URL("../web", import.meta.url)));
      const source = translated.get(fileURLToPath(url));
      if (source === undefined) return nextLoad(url, context);
      return { format: "module", source, shortCircuit: true };
    },
  });
}

function translateAll(folder: string): ReadonlyMap<string, string> {
  // Loaded only where there are pages to serve: most commands never do.
  const { buildSync } = createRequire(import.meta.url)("esbuild") as typeof import("esbuild");
  const files = readdirSync(folder, { recursive: true, encoding: "utf8" }).filter((name) => name.endsWith(".tsx"));
  const { outputFiles } = buildSync({
    entryPoints: files.map((name) => join(folder, name)),
    outdir: folder,
    outbase: folder,
    write: false,
    format: "esm",
    target: "node24",
    jsx: "automatic",
    jsxImportSource: "hono/jsx",
    sourcemap: "inline",
    tsconfigRaw: {},
    absWorkingDir: dirname(folder),
  });
  return new Map(outputFiles.map(({ path, text }) => [path.replace(/\.js$/, ".tsx"), text]));
}
