import { registerHooks } from "node:module";

/**
 * Preloaded (`--import`) by every process and thread that opens the database, for the start alone: Node reads the
 * `package.json` of a package anew for each of its modules, and drizzle-orm's has 179 kB for 387 modules, which cost a
 * second of processor time. Its modules name each other by path, so nothing has to be read to find them.
 */
registerHooks({
  resolve(specifier, context, nextResolve) {
    const { parentURL } = context;
    if (parentURL === undefined || !DRIZZLE.test(parentURL) || !RELATIVE_MODULE.test(specifier))
      return nextResolve(specifier, context);
    return { url: new URL(specifier, parentURL).href, format: "module", shortCircuit: true };
  },
});

const DRIZZLE = /\/node_modules\/drizzle-orm\/[^?]*\.js$/;
const RELATIVE_MODULE = /^\.\.?\/.*\.js$/;
