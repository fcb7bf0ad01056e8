import { setTimeout as pause } from "node:timers/promises";
import { askRelease } from "../../src/agent/registry/ask-release.ts";
import { openDownloader } from "../../src/agent/registry/download.ts";
import type { Origin } from "./origin.ts";
import { Subscriber } from "./subscriber.ts";

const RAMP_SECONDS = 45;
const AWAY_SECONDS = 20;
const ENOUGH = 0.995;

export type Rush = {
  /** Seconds from the pointer being in place until each subscriber held it, ascending. */
  readonly seconds: readonly number[];
  /** Of the server, meanwhile. */
  readonly cpuSeconds: number;
  readonly megabytes: number;
};

export type Rushes = {
  readonly subscribers: number;
  /** Processor time of the server for each of them and day while nothing happens, seconds; measured over some seconds. */
  readonly idleCpuPerSecond: number;
  readonly emergency: Rush;
  /** After the server was gone and a release came out meanwhile; seconds from when it listens again. */
  readonly recovery: Rush;
};

/**
 * So many subscribers at the real server in real time, each with a connection of its own that waits at the bell: an
 * emergency release, and then a server that dies and comes back with another one.
 */
export async function rush(origin: Origin, subscribers: number, say: (line: string) => void): Promise<Rushes> {
  const stop = new AbortController();
  /** When each got what is wanted, milliseconds since 1970. */
  let held: number[] = [];
  let wanted = Number.POSITIVE_INFINITY;
  const running = Array.from({ length: subscribers }, async () => {
    const subscriber = new Subscriber(
      {
        registry: origin.url,
        clock: () => new Date(),
        random: Math.random,
        sleep,
        openDownloader: () => openDownloader({ userAgent: "hifazat-agent/1" }),
        askRelease,
        holds: (release) => {
          if (release >= wanted) held.push(Date.now());
        },
      },
      origin.release,
    );
    await sleep(Math.random() * RAMP_SECONDS, stop.signal);
    await subscriber.run(stop.signal);
  });

  const waiting = async (): Promise<void> => {
    while ((await origin.measure()).waiters < subscribers * ENOUGH) await pause(500);
  };
  /** Everybody has the release, or nobody has got it for a while. */
  const taken = async (): Promise<void> => {
    for (let last = -1, quiet = 0; held.length < subscribers && quiet < 100; ) {
      quiet = held.length === last ? quiet + 1 : 0;
      last = held.length;
      await pause(1_000);
    }
  };
  const result = async (begun: number, cpuBefore: number): Promise<Rush> => {
    const { cpu, megabytes } = await origin.measure();
    const seconds = held.map((at) => Math.max(0, at - begun) / 1_000).sort((one, other) => one - other);
    return { seconds, cpuSeconds: cpu - cpuBefore, megabytes };
  };

  await waiting();
  say(`  ${subscribers.toLocaleString("en")} wait at the bell`);
  const before = await origin.measure();
  const idleFrom = performance.now();
  await pause(30_000);
  const after = await origin.measure();
  const idleCpuPerSecond = ((after.cpu - before.cpu) * 1_000) / (performance.now() - idleFrom);

  wanted = origin.release + 1;
  await origin.publish(1);
  await taken();
  const emergency = await result(origin.publishedAt(), after.cpu);
  say("  the emergency release is out");

  await waiting();
  await origin.kill();
  held = [];
  wanted = origin.release + 1;
  await origin.publish(1);
  await pause(AWAY_SECONDS * 1_000);
  await origin.serve();
  const listening = Date.now();
  await taken();
  const recovery = await result(listening, 0);
  stop.abort();
  await Promise.all(running);
  return { subscribers, idleCpuPerSecond, emergency, recovery };
}

async function sleep(seconds: number, signal: AbortSignal): Promise<void> {
  await pause(seconds * 1_000, undefined, { signal }).catch(() => {});
}
