import { spawn } from "node:child_process";
import { readFileSync } from "node:fs";
import { processorSeconds } from "./processor-seconds.ts";

const MAIN = new URL("../src/cli/main.js", import.meta.url).pathname;
/** How often the memory of the running process is looked at, in milliseconds. */
const LOOK_EVERY_MS = 10;

/** A command that takes longer hangs, milliseconds. */
const PATIENCE_MS = 300_000;

export type Measured = {
  readonly seconds: number;
  /** Of processor, up to its last moments. */
  readonly processor: number;
  readonly peakMegabytes: number;
  readonly stdout: string;
};

/** Runs a hifazat command as its own process; wall seconds from spawn to exit, and the peak of its resident memory. */
export function hifazat(...args: readonly string[]): Promise<Measured> {
  return new Promise((resolve, reject) => {
    const start = performance.now();
    const child = spawn(process.execPath, [MAIN, ...args], { stdio: ["ignore", "pipe", "inherit"] });
    const end = (): void => void child.kill("SIGKILL");
    process.once("exit", end);
    const hangs = setTimeout(end, PATIENCE_MS);
    let stdout = "";
    let peak = 0;
    let processor = 0;
    child.stdout.on("data", (chunk) => {
      stdout += chunk;
    });
    const look = setInterval(() => {
      peak = Math.max(peak, highWaterMark(child.pid));
      processor = processorSeconds(child.pid) ?? processor;
    }, LOOK_EVERY_MS);
    child.once("error", reject);
    child.once("close", (code, signal) => {
      clearInterval(look);
      clearTimeout(hangs);
      process.off("exit", end);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) resolve({ seconds, processor, peakMegabytes: peak / 1024, stdout });
      else reject(new Error(`hifazat ${args[0]} ended with ${code ?? signal}: ${stdout}`));
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
