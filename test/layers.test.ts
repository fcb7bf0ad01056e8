import { existsSync, readdirSync, readFileSync, statSync } from "node:fs";
import { isBuiltin } from "node:module";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";

// DESIGN 1, "Who may import whom". `cli` and `server.ts` are the composition roots: they may import anything.
const MAY_IMPORT: Record<string, readonly string[]> = {
  core: [],
  protocol: ["core"],
  storage: ["core", "protocol"],
  intake: ["core", "storage"],
  review: ["core", "storage"],
  access: ["core", "storage"],
  distribute: ["core", "protocol", "storage"],
  publish: ["core", "protocol", "storage"],
  lookup: ["core", "protocol"],
  api: ["core", "protocol"],
  web: ["core", "api"],
  agent: ["core", "protocol"],
  edge: ["core", "protocol", "lookup", "api", "web"],
  runtime: ["core"],
  serve: ["core", "protocol", "storage", "lookup", "api", "web", "agent", "publish", "runtime"],
};
/** These run on Workers too. */
const PORTABLE = ["core", "protocol", "lookup", "api", "web", "edge"];

const root = fileURLToPath(new URL("../src", import.meta.url));

function files(folder: string): string[] {
  return readdirSync(folder).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? files(path) : /\.tsx?$/.test(name) ? [path] : [];
  });
}

/** Every module a file names, `import type` included: a type of a lower layer is a dependency too. */
function importsOf(text: string): string[] {
  return [...text.matchAll(/(?:\bfrom\s+|\bimport\s*\(?\s*)"([^"]+)"/g)].map((match) => match[1] ?? "");
}

function violations(file: string, text: string): string[] {
  const layer = relative(root, file).split("/")[0] ?? "";
  const allowed = MAY_IMPORT[layer];
  if (allowed === undefined) return [];
  return importsOf(text).flatMap((name) => {
    if (name.startsWith(".")) {
      const target = relative(root, resolve(dirname(file), name)).split("/")[0] ?? "";
      return target === layer || allowed.includes(target) ? [] : [`${relative(root, file)} imports ${target}`];
    }
    return PORTABLE.includes(layer) && isBuiltin(name) ? [`${relative(root, file)} imports ${name}`] : [];
  });
}

test("every import goes the way the design allows", () => {
  expect(files(root).flatMap((file) => violations(file, readFileSync(file, "utf8")))).toEqual([]);
});

test("every folder of src has its place in the design", () => {
  const known = [...Object.keys(MAY_IMPORT), "cli"];
  const folders = readdirSync(root).filter((name) => statSync(join(root, name)).isDirectory());
  expect(folders.filter((name) => !known.includes(name))).toEqual([]);
});

test("no file of src passes 300 lines", () => {
  const long = files(root).filter((file) => readFileSync(file, "utf8").split("\n").length > 301);
  expect(long.map((file) => relative(root, file))).toEqual([]);
});

test("portable layers use no global of Node", () => {
  const found = files(root)
    .filter((file) => PORTABLE.includes(relative(root, file).split("/")[0] ?? ""))
    .filter((file) =>
      /(?<![\w.])(?:Buffer|process)\s*[.(]/.test(readFileSync(file, "utf8").replace(/\/\*[\s\S]*?\*\/|\/\/.*/g, "")),
    );
  expect(found.map((file) => relative(root, file))).toEqual([]);
});

test("the checks above see a forbidden import", () => {
  expect(violations(join(root, "core/x.ts"), `import { a } from "../storage/b.ts";`)).toHaveLength(1);
  expect(violations(join(root, "lookup/x.ts"), `import { readFile } from "node:fs/promises";`)).toHaveLength(1);
  expect(violations(join(root, "agent/x.ts"), `const a = await import("../publish/b.ts");`)).toHaveLength(1);
  expect(violations(join(root, "publish/x.ts"), `import type { A } from "../core/a.ts";`)).toEqual([]);
});

test("the top level is what the design says", () => {
  const agreed = [
    "src",
    "migrations",
    "scripts",
    "bench",
    "test",
    "wrangler.toml",
    "package.json",
    "package-lock.json",
  ];
  const own = new Set([
    ...agreed,
    "tsconfig.json",
    "README.md",
    "LICENSE",
    "node_modules",
    "data",
    "build",
    "coverage",
  ]);
  const top = readdirSync(resolve(root, "..")).filter((name) => !name.startsWith("."));
  expect(top.filter((name) => !own.has(name))).toEqual([]);
  expect(agreed.filter((name) => !existsSync(resolve(root, "..", name)))).toEqual([]);
});

test("no test gives its own output to a process it starts: left behind, that would keep the run from ending", () => {
  const tests = files(fileURLToPath(new URL(".", import.meta.url)));
  const giving = /stdio:[^\n]*["']inherit["']/;
  expect(tests.filter((file) => giving.test(readFileSync(file, "utf8")))).toEqual([]);
});
