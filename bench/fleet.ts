// `npm run bench:fleet [-- SUBSCRIBERS ENTRIES HOURS PART]`: what so many ISPs' agents cost the registry, with the real
// publisher, the real server, real files and the agent's own decisions of when to ask. Parts: day (in virtual time), rush (in
// real time); both without one. bench/fleet/README.md says what is real, and has the results.
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { ISOLATES, monthly, readsOf, type Use } from "./fleet/cost.ts";
import { currentWithin, type Day, simulateDay, spread } from "./fleet/day.ts";
import { Origin } from "./fleet/origin.ts";
import { measureRounds, type RoundCost } from "./fleet/round-cost.ts";
import { type Rush, rush } from "./fleet/rush.ts";
import { sameRequests } from "./fleet/same-requests.ts";
import type { Tally } from "./fleet/tally.ts";

const [subscribers = "5000", entries = "983089", hours = "24", part = "all"] = process.argv.slice(2);
const SUBSCRIBERS = Number(subscribers);
/** What the costs are said for, however many were simulated. */
const FLEET = 5_000;
const DAY_SECONDS = 86_400;
const MINUTE = 60;

const folder = mkdtempSync(join(tmpdir(), "hifazat-fleet-"));
const origin = await Origin.make(folder, Number(entries));
try {
  await origin.serve();
  say(`${whole(SUBSCRIBERS)} subscribers, a list of ${whole(Number(entries))}, load ${loadavg()[0]?.toFixed(1)}`);
  const [first, quiet, news] = await sameRequests(origin, folder);
  say(`a real agent asks what the simulated one asks: ${first?.length}, ${quiet?.length}, ${news?.length} requests`);
  const cost = await measureRounds(origin);
  say("server's processor time for one, milliseconds");
  for (const [kind, seconds] of Object.entries(cost)) say(`  ${kind.padEnd(12)} ${(seconds * 1_000).toFixed(3)}`);
  if (part !== "rush") {
    const day = await simulateDay(origin, SUBSCRIBERS, generator(1), Number(hours));
    tellDay(day, cost);
  }
  if (part !== "day") await tellRush();
} finally {
  await origin.close();
  rmSync(folder, { recursive: true, force: true });
}

function tellDay(day: Day, cost: RoundCost): void {
  const { tally, releases, outage } = day;
  const perDay = 24 / day.hours;
  say(`\na day: requests, bytes out and in, by kind (${day.hours} hours simulated)`);
  for (const [kind, { requests, sent, received }] of [...tally.kinds].sort((a, b) => b[1].requests - a[1].requests))
    say(
      `  ${kind.padEnd(18)} ${whole(requests * perDay).padStart(12)} ${mega(sent * perDay)} ${mega(received * perDay)}`,
    );
  const { requests, sent, received } = tally.total;
  say(
    `  ${"all".padEnd(18)} ${whole(requests * perDay).padStart(12)} ${mega(sent * perDay)} ${mega(received * perDay)}`,
  );
  const each = perDay / SUBSCRIBERS;
  say(`a subscriber's day: ${whole(requests * each)} requests, ${kilo(sent * each)} out, ${kilo(received * each)} in`);
  const cpu = cpuOf(tally, cost) * perDay;
  say(
    `server's processor: ${cpu.toFixed(0)} s a day, ${((cpu / SUBSCRIBERS) * 1_000).toFixed(1)} ms a subscriber's day`,
  );
  say("releases: of the subscribers whose own line was up");
  for (const { release, what, seconds } of releases)
    say(`  ${release} (${what}): ${percent(currentWithin(seconds, MINUTE))} within 60 s; ${spread(seconds)}`);
  say(`most requests in a second: ${peakAt(tally, 5 * MINUTE, outage.from)} on a day without trouble,`);
  say(`  ${peakAt(tally, outage.to, outage.to + 10 * MINUTE)} in the ten minutes after the outage`);
  tellCost(day, cost, perDay * (FLEET / SUBSCRIBERS));
}

function tellCost({ tally, releases }: Day, cost: RoundCost, times: number): void {
  const bells = (tally.requests("bell") + tally.requests("bell, at once")) * times;
  const requests = tally.total.requests * times;
  const cpuMs = cpuOf(tally, cost) * times * 1_000;
  const bellMs = bells * cost.bell * 1_000;
  // Eight releases of 70 MB each are kept, 14 files each are written.
  const stored = { writes: releases.length * 14, gigabytes: 0.6 };
  const { keeping: reads, asking } = readsOf(tally, times, stored.writes);
  say(`reads of the bucket: ${whole(reads)} a day by ${ISOLATES} isolates that keep what is asked for again,`);
  say(`  ${whole(asking)} by isolates that would keep nothing`);
  const ways: Record<string, Use> = {
    "all by the Worker": { requests, cpuMs, reads, ...stored },
    "all by a Worker that keeps nothing": { requests, cpuMs, reads: asking, ...stored },
    "files by the Worker, bell at the registry": {
      requests: requests - bells,
      cpuMs: cpuMs - bellMs,
      reads,
      ...stored,
    },
    "files straight from the bucket, bell at the registry": {
      requests: 0,
      cpuMs: 0,
      reads: requests - bells,
      ...stored,
    },
  };
  say(`a month of ${whole(FLEET)} on Cloudflare, US dollars by the price list in bench/fleet/README.md`);
  for (const [way, use] of Object.entries(ways)) {
    const parts = Object.entries(monthly(use)).map(([name, dollars]) => `${name} ${dollars.toFixed(2)}`);
    say(`  ${way}: ${parts.join(", ")}`);
  }
}

async function tellRush(): Promise<void> {
  say("\nin real time, everybody at once");
  const { emergency, recovery, idleCpuPerSecond } = await rush(origin, SUBSCRIBERS, say);
  const day = (idleCpuPerSecond * DAY_SECONDS) / SUBSCRIBERS;
  say(`  idle: ${(idleCpuPerSecond * 100).toFixed(1)} % of a core, ${(day * 1_000).toFixed(1)} ms a subscriber's day`);
  for (const [name, told] of Object.entries({ "emergency release": emergency, "back with a release": recovery }))
    say(`  ${name}: ${rushLine(told)}`);
}

function rushLine({ seconds, cpuSeconds, megabytes }: Rush): string {
  const within = seconds.filter((value) => value <= MINUTE).length / SUBSCRIBERS;
  const last = seconds.at(-1) ?? Number.NaN;
  const server = `server ${cpuSeconds.toFixed(1)} s of processor, ${megabytes.toFixed(0)} MB`;
  return `${percent(within)} within 60 s; ${spread(seconds)}, last ${last.toFixed(1)} s; ${server}`;
}

/** The server's processor time for what was asked, seconds. */
function cpuOf(tally: Tally, { idle, delta, list, bell }: RoundCost): number {
  const [deltas, lists] = [tally.requests("delta"), tally.requests("list")];
  const rounds = tally.requests("root 404");
  const bells = tally.requests("bell") + tally.requests("bell, at once");
  return (rounds - deltas - lists) * idle + deltas * delta + lists * list + bells * bell;
}

/** Random numbers that are the same in every run (mulberry32). */
function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

function peakAt(tally: Tally, from: number, to: number): string {
  return whole(tally.peak(from, to));
}

function percent(share: number): string {
  return `${(share * 100).toFixed(2)} %`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function mega(bytes: number): string {
  return `${(bytes / 1e6).toFixed(1)} MB`.padStart(12);
}

function kilo(bytes: number): string {
  return `${(bytes / 1e3).toFixed(0)} kB`;
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
