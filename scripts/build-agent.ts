// One file of everything an ISP runs, for a machine that has Node and nothing else: node scripts/build-agent.ts [FILE]
import { readFileSync } from "node:fs";
import { isBuiltin } from "node:module";
import { build, type Plugin } from "esbuild";

const file = process.argv[2] ?? new URL("../build/hifazat-agent.mjs", import.meta.url).pathname;
const { engines } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));
const [, major, minor] = /^>=(\d+)\.(\d+)$/.exec(engines.node) ?? [];
if (major === undefined || minor === undefined) throw new Error(`engines.node is ${engines.node}`);

/**
 * Node's own modules are asked for when the program runs. An import of what an older Node's module does not have would end
 * before the first line, and name a function instead of the Node that is needed.
 */
const builtinsWhenRun: Plugin = {
  name: "builtins-when-run",
  setup({ onResolve, onLoad }) {
    onResolve({ filter: /./ }, ({ path, kind }) =>
      isBuiltin(path) && kind !== "require-call" ? { path, namespace: "builtin" } : undefined,
    );
    onLoad({ filter: /./, namespace: "builtin" }, ({ path }) => ({
      contents: `module.exports = require(${JSON.stringify(path)});`,
      loader: "js",
    }));
  },
};

const banner = `#!/usr/bin/env node
import { createRequire } from "node:module";
{
  const [major, minor] = process.versions.node.split(".").map(Number);
  if (major < ${major} || (major === ${major} && minor < ${minor})) {
    process.stderr.write("hifazat: config_invalid: This needs Node ${major}.${minor} or later; " + process.execPath + " is " + process.versions.node + ".\\n");
    process.exit(2);
  }
}
// Packages in the older module format ask for Node's own modules by a \`require\` that such a file does not have.
const require = createRequire(import.meta.url);`;

await build({
  entryPoints: [new URL("../src/cli/isp.ts", import.meta.url).pathname],
  outfile: file,
  bundle: true,
  platform: "node",
  // Words that Node 18 can read, or it could not say what is missing.
  target: "node18",
  format: "esm",
  plugins: [builtinsWhenRun],
  banner: { js: banner },
  // Licences of what is inside stay inside.
  legalComments: "eof",
  logLevel: "warning",
});
console.log(file);
