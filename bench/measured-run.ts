import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";

const MAIN = new URL("../src/cli/main.ts", import.meta.url).pathname;
/** How often the memory of the running process is looked at, in milliseconds. */
const LOOK_EVERY_MS = 10;

export type Measured = { readonly seconds: number; readonly peakMegabytes: number; readonly stdout: string };

/** Runs a hifazat command as its own process; wall seconds from spawn to exit, and the peak of its resident memory. */
export function hifazat(...args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    let stdout = "";
    let peak = 0;
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    const look = setInterval(() => {
      peak = Math.max(peak, highWaterMark(child.pid));
    }, LOOK_EVERY_MS);
    child.once("error", reject);
    child.once("close", (code) => {
      clearInterval(look);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, peakMegabytes: peak / 1024, stdout });
      else reject(new Error(`hifazat ${args[0]} ended with ${code}: ${stdout}`));
    });
  });
}

/** The kernel's own high-water mark of a process, in KiB; 0 when it is gone or this is not Linux. */
function highWaterMark(pid: number | undefined): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1] ?? 0);
  } catch {
    return 0;
  }
}
