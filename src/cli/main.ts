#!/usr/bin/env node
import { enableCompileCache } from "node:module";

// Keeps what was compiled (and stripped of types) for the next start of a command. It has to be on before anything else
// is loaded, so the program is imported from here.
enableCompileCache();
await import("./program.ts");
