#!/usr/bin/env node
import { enableCompileCache, getCompileCacheDir } from "node:module";

// Keeps what was compiled (and stripped of types) for the next start of a command, threads included. This file alone is
// JavaScript: with one TypeScript file before the cache is on, every start would load Node's type stripper to read it.
enableCompileCache();
process.env.NODE_COMPILE_CACHE ??= getCompileCacheDir();

// Both have to be on before anything else is loaded: the pages' reader, and the database packages' short cut.
const { loadTsxModules } = await import("../runtime/tsx-modules.ts");
loadTsxModules();
await import("../storage/quick-modules.ts");
await import("./program.ts");
