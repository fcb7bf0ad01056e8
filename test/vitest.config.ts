import { defineConfig } from "vitest/config";
import DearFirst from "./dear-first.ts";

// Workers, and the commands that tests start, compile each package once and not once each.
process.env.NODE_COMPILE_CACHE ??= new URL("../build/compiled", import.meta.url).pathname;

export default defineConfig({
  test: {
    root: new URL("..", import.meta.url).pathname,
    include: ["test/**/*.test.{ts,tsx}"],
    // Two cores: one worker runs tests, the other belongs to the servers and programs the tests start.
    maxWorkers: 2,
    // Files share what their worker has loaded: a second of each would go into loading it anew.
    isolate: false,
    // Packages are loaded by Node itself, so what makes that quick helps every file that opens a database.
    execArgv: ["--import", new URL("../src/storage/quick-modules.ts", import.meta.url).href],
    sequence: { sequencer: DearFirst },
    setupFiles: ["test/setup.ts"],
    globalSetup: ["test/run-folder.ts"],
    // They end a test that hangs. A machine a third as quick, and busy, must not come near them.
    testTimeout: 240_000,
    hookTimeout: 240_000,
    expect: { poll: { timeout: 120_000 } },
    reporters: ["default", "./test/reporter.ts"],
  },
});
