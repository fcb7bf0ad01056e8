// One file of everything an ISP runs, for a machine that has Node and nothing else: node scripts/build-agent.ts [FILE]
import { build } from "esbuild";

const file = process.argv[2] ?? new URL("../build/hifazat-agent.mjs", import.meta.url).pathname;

await build({
  entryPoints: [new URL("../src/cli/isp.ts", import.meta.url).pathname],
  outfile: file,
  bundle: true,
  platform: "node",
  target: "node24",
  format: "esm",
  // Packages in the older module format ask for Node's own modules by a `require` that such a file does not have.
  banner: {
    js: '#!/usr/bin/env node\nimport { createRequire } from "node:module";\nconst require = createRequire(import.meta.url);',
  },
  // Licences of what is inside stay inside.
  legalComments: "eof",
  logLevel: "warning",
});
console.log(file);
