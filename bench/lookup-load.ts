import { type ChildProcess, execFileSync, fork } from "node:child_process";
import autocannon from "autocannon";

export type Contestant = {
  readonly url: string;
  /** Seconds of processor time so far, all threads. */
  readonly cpuSeconds: () => Promise<number>;
  readonly stop: () => void;
};

/** Starts a server process on the first core; the load comes from the second (`pinSelf`). */
export async function startContestant(kind: string, file: string): Promise<Contestant> {
  const child = fork(new URL("lookup-server.ts", import.meta.url), [kind, file], {
    stdio: ["ignore", "ignore", "inherit", "ipc"],
  });
  child.once("exit", (code) => {
    if (code !== null) throw new Error(`the server "${kind}" ended with ${code}`);
  });
  pin(child.pid, 0);
  const { url } = await message<{ url: string }>(child);
  return {
    url,
    async cpuSeconds() {
      child.send("cpu");
      const { cpu } = await message<{ cpu: NodeJS.CpuUsage }>(child);
      return (cpu.user + cpu.system) / 1e6;
    },
    stop: () => child.kill(),
  };
}

export const pinSelf = (): void => pin(process.pid, 1);

/** Of util-linux. */
const TASKSET = "taskset";

function pin(pid: number | undefined, core: number): void {
  try {
    execFileSync(TASKSET, ["-a", "-p", "-c", String(core), String(pid)], { stdio: "ignore" });
  } catch {
    // Without taskset, or with one core, the scheduler decides for all alike.
  }
}

/** The next message of a server; the whole run fails when a server ends by itself. */
function message<T>(child: ChildProcess): Promise<T> {
  return new Promise((resolve) => child.once("message", (received) => resolve(received as T)));
}

export type Load = {
  readonly connections: number;
  readonly seconds: number;
  /** Paths of GET requests, taken in turn. */
  readonly paths?: readonly string[];
  readonly post?: { readonly type: string; readonly body: string };
};

export type Measured = { readonly perCpuSecond: number; readonly perSecond: number; readonly latencies: Float64Array };

/** Keep-alive connections that ask again as soon as they are answered. Every answer must be 200. */
export async function load(contestant: Contestant, { connections, seconds, paths, post }: Load): Promise<Measured> {
  const latencies: number[] = [];
  const before = await contestant.cpuSeconds();
  const run = autocannon({
    url: post === undefined ? contestant.url : `${contestant.url}/v1/lookup`,
    connections,
    duration: seconds,
    ...(post === undefined ? {} : { method: "POST", headers: { "content-type": post.type }, body: post.body }),
    ...(paths === undefined ? {} : { requests: paths.map((path) => ({ path })) }),
  });
  run.on("response", (_client, _status, _bytes, milliseconds: number) => latencies.push(milliseconds));
  const result = await run;
  const cpu = (await contestant.cpuSeconds()) - before;
  if (result.non2xx > 0 || result.errors > 0) throw new Error(`${result.non2xx} bad answers, ${result.errors} errors`);
  return {
    perCpuSecond: result["2xx"] / cpu,
    perSecond: result["2xx"] / result.duration,
    latencies: Float64Array.from(latencies).sort(),
  };
}

export const median = (values: readonly number[]): number => values.toSorted((a, b) => a - b)[values.length >> 1] ?? 0;

export const quantile = (sorted: Float64Array, share: number): number =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
