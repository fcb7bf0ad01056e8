// A sync that is killed, as by kill -9 or a power cut, when it reports a step: node die-at-step.ts SETTINGS.json STEP
// With STEP `hold` it stops at its first step, says so, and waits until it is killed from outside.
import { readFileSync, writeSync } from "node:fs";
import type { Settings } from "../../../src/agent/config/settings.ts";
import { runHook } from "../../../src/agent/output/hook.ts";
import { openDownloader } from "../../../src/agent/registry/download.ts";
import { postJson } from "../../../src/agent/registry/post.ts";
import { sync } from "../../../src/agent/sync.ts";

const [, , file = "", fatal = ""] = process.argv;
const settings = JSON.parse(readFileSync(file, "utf8")) as Settings;

await sync(
  settings,
  { force: false, resume: false, trustRoot: undefined },
  {
    clock: () => new Date(),
    openDownloader: (identity) => openDownloader({ ...identity, userAgent: "test" }),
    postJson,
    runHook,
    askResolver: async () => ({ kind: "none", reason: "there is no resolver" }),
    pause: async () => {},
    step(name) {
      writeSync(1, `${name}\n`);
      if (name === fatal) process.kill(process.pid, "SIGKILL");
      if (fatal === "hold") Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0);
    },
  },
);
