#!/usr/bin/env node
import { enableCompileCache } from "node:module";
import { loadTsxModules } from "../runtime/tsx-modules.ts";
import "../storage/quick-modules.ts";

// Keeps what was compiled (and stripped of types) for the next start of a command, and reads the pages. Both have to be on
// before anything else is loaded, so the program is imported from here.
enableCompileCache();
loadTsxModules();
await import("./program.ts");
