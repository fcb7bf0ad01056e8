import { createHash } from "node:crypto";
import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzip } from "node:zlib";

/** What web/ui/assets.ts describes, made from the packages as npm installed them and from our own sources. */
export type WebAssets = {
  /** What there is, as pages name it. */
  readonly names: readonly string[];
  readonly href: (name: string) => string;
  readonly file: (name: string) => WebAsset | undefined;
};
export type WebAsset = {
  readonly type: string;
  readonly body: Uint8Array<ArrayBuffer>;
  readonly gzip: Uint8Array<ArrayBuffer> | undefined;
};

const FONTS = {
  "nastaliq-400.woff2": ["noto-nastaliq-urdu", "noto-nastaliq-urdu-arabic-400-normal"],
  "nastaliq-700.woff2": ["noto-nastaliq-urdu", "noto-nastaliq-urdu-arabic-700-normal"],
  "naskh-400.woff2": ["noto-naskh-arabic", "noto-naskh-arabic-arabic-400-normal"],
  "naskh-700.woff2": ["noto-naskh-arabic", "noto-naskh-arabic-arabic-700-normal"],
} as const;

const SCRIPT = "text/javascript; charset=utf-8";
const STYLE = "text/css; charset=utf-8";
const compress = promisify(gzip);

/** Makes every file at the first call; a later one gets the same. */
export function webAssets(): () => Promise<WebAssets> {
  let made: Promise<WebAssets> | undefined;
  return () => {
    made ??= makeAssets();
    return made;
  };
}

async function makeAssets(): Promise<WebAssets> {
  const files = new Map<string, WebAsset>();
  const names = new Map<string, string>();
  const add = async (name: string, type: string, body: Uint8Array<ArrayBuffer>): Promise<string> => {
    const hashed = name.replace(/(?=\.\w+$)/, `.${createHash("sha256").update(body).digest("hex").slice(0, 12)}`);
    // Fonts are compressed already.
    files.set(hashed, { type, body, gzip: type === "font/woff2" ? undefined : new Uint8Array(await compress(body)) });
    names.set(name, hashed);
    return hashed;
  };

  for (const [name, [family, file]] of Object.entries(FONTS)) {
    const path = join(packageFolder(`@fontsource/${family}`), "files", `${file}.woff2`);
    await add(name, "font/woff2", new Uint8Array(await readFile(path)));
  }
  const sheets = await styleSheets((name) => names.get(name) ?? name);
  for (const [name, text] of Object.entries(sheets)) await add(name, STYLE, new TextEncoder().encode(text));
  for (const [name, body] of await browserScripts()) await add(name, SCRIPT, body);

  return {
    names: [...names.keys()],
    href(name) {
      const hashed = names.get(name);
      if (hashed === undefined) throw new Error(`there is no asset ${name}`);
      return `/assets/${hashed}`;
    },
    file: (name) => files.get(name),
  };
}

/** govuk-frontend without its typeface and its crest, which are the British government's, then our own rules. */
async function styleSheets(fontName: (name: string) => string): Promise<{ "ltr.css": string; "rtl.css": string }> {
  const folder = join(packageFolder("govuk-frontend"), "dist", "govuk");
  const govuk = (await readFile(join(folder, "govuk-frontend.min.css"), "utf8"))
    .replaceAll(/@font-face\{[^}]*\}/g, "")
    .replaceAll(/[^{}]*\{[^{}]*govuk-crest[^{}]*\}/g, "")
    .replaceAll("GDS Transport,arial,sans-serif", "var(--font)");
  const own = (await readFile(new URL("../web/ui/own.css", import.meta.url), "utf8"))
    .replaceAll(/\/\*[\s\S]*?\*\//g, "")
    .replaceAll(/[\w-]+\.woff2/g, fontName);
  const { default: rtlcss } = await import("rtlcss");
  const rtl = rtlcss
    .process(govuk)
    .replaceAll(/line-height:(?!0)[^;}]+/g, "line-height:2")
    .replaceAll(/letter-spacing:[^;}]+/g, "letter-spacing:0");
  return { "ltr.css": `${govuk}\n${own}`, "rtl.css": `${rtl}\n${own}` };
}

/** Built without large tables, which they fetch when they need them; a page stays small. */
const WITHOUT_TABLES: readonly string[] = ["private-check.ts"];

/** Every program of `src/web/browser`, as one module each. */
async function browserScripts(): Promise<[string, Uint8Array<ArrayBuffer>][]> {
  const folder = fileURLToPath(new URL("../web/browser", import.meta.url));
  const programs = (await readdir(folder)).filter((name) => name.endsWith(".ts"));
  const { build } = await import("esbuild");
  const bundle = async (names: readonly string[], alias: Record<string, string>) => {
    const { outputFiles } = await build({
      entryPoints: names.map((name) => join(folder, name)),
      outdir: folder,
      write: false,
      bundle: true,
      minify: true,
      format: "esm",
      target: "es2022",
      tsconfigRaw: {},
      alias,
    });
    return outputFiles.map(({ path, contents }): [string, Uint8Array<ArrayBuffer>] => [
      path.slice(folder.length + 1),
      new Uint8Array(contents),
    ]);
  };
  const tables = Object.fromEntries(
    ["tr46", "tldts"].map((name) => [name, join(folder, "without-tables", `${name}.ts`)]),
  );
  const made = [
    bundle(
      programs.filter((name) => !WITHOUT_TABLES.includes(name)),
      {},
    ),
    bundle(WITHOUT_TABLES, tables),
  ];
  return (await Promise.all(made)).flat();
}

const packageFolder = (name: string): string =>
  fileURLToPath(new URL(".", import.meta.resolve(`${name}/package.json`)));
