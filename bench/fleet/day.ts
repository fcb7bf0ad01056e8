import type { Origin } from "./origin.ts";
import { Subscriber } from "./subscriber.ts";
import { quantile, Tally } from "./tally.ts";
import { VirtualClock } from "./virtual-clock.ts";
import { VirtualRegistry, type Weather } from "./virtual-line.ts";

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** What the day brings, seconds from its start. */
const RELEASES = [
  { at: 2 * HOUR, names: 100, what: "scheduled" },
  { at: 6 * HOUR, names: 1_000, what: "scheduled" },
  { at: 10 * HOUR + 17, names: 1, what: "emergency" },
  { at: 14 * HOUR + 600, names: 50, what: "while it is down" },
  { at: 18 * HOUR, names: 100, what: "scheduled" },
  { at: 22 * HOUR + 41, names: 1, what: "emergency" },
];
/** The registry itself is away. */
const OUTAGE = { from: 14 * HOUR, to: 14 * HOUR + 900 };
/** Machines that are restarted every night at the same minute, of all. */
const NIGHTLY = { at: 3 * HOUR, share: 0.2 };
/** Of all subscribers: away for some hours once, and behind a proxy that cuts long polls after so many seconds. */
const AWAY_SHARE = 0.05;
const CUT = { share: 0.1, seconds: 10 };
const LOSS_SHARE = 0.002;
/** Agents that begin with nothing, as on a first installation; the others hold release 1. */
const NEW_SHARE = 0.01;

export type ReleaseSeen = {
  readonly release: number;
  readonly at: number;
  readonly what: string;
  /** Seconds until each had it, of those whose own line was up; ascending. */
  readonly seconds: readonly number[];
};
export type Day = {
  readonly tally: Tally;
  readonly releases: readonly ReleaseSeen[];
  readonly outage: typeof OUTAGE;
  readonly hours: number;
};

/** A day of so many subscribers in virtual time, with the real publisher and the real server at every release of it. */
export async function simulateDay(origin: Origin, subscribers: number, random: () => number, hours = 24): Promise<Day> {
  const end = Math.min(DAY, hours * HOUR);
  const clock = new VirtualClock();
  const tally = new Tally(end);
  const registry = new VirtualRegistry(origin.url, origin.release, clock, tally, random);
  await registry.changed(origin.release);
  const seen: (Omit<ReleaseSeen, "seconds"> & { readonly held: Map<number, number> })[] = [];
  const lives = Array.from({ length: subscribers }, (_, who) => live(who));

  clock.at(OUTAGE.from * 1_000, () => registry.goes(true));
  clock.at(OUTAGE.to * 1_000, () => registry.goes(false));
  for (const { at, names, what } of RELEASES.filter(({ at }) => at < end)) {
    await clock.run(at * 1_000);
    await publish(at, names, what);
  }
  await clock.run(end * 1_000);
  for (const { stop } of lives) stop();
  const releases = seen.map(({ held, ...rest }) => {
    const lineUp = lives.filter(({ awayAt }) => !awayAt(rest.at));
    const seconds = lineUp.map(({ who }) => (held.get(who) ?? Number.POSITIVE_INFINITY) - rest.at);
    return { ...rest, seconds: seconds.sort((one, other) => one - other) };
  });
  return { tally, releases, outage: OUTAGE, hours: end / HOUR };

  async function publish(at: number, names: number, what: string): Promise<void> {
    const release = await origin.publish(names);
    await origin.shows();
    // Nobody can have it before the registry is back.
    seen.push({ release, at: registry.down ? OUTAGE.to : at, what, held: new Map() });
    await registry.changed(release);
  }

  function live(who: number) {
    const away = random() < AWAY_SHARE ? { from: random() * DAY, to: 0 } : undefined;
    if (away !== undefined) away.to = away.from + (1 + 7 * random()) * HOUR;
    const awayAt = (at: number): boolean => away !== undefined && away.from <= at && at < away.to;
    const weather: Weather = {
      away: () => awayAt(clock.now / 1_000),
      lossShare: LOSS_SHARE,
      patienceSeconds: random() < CUT.share ? CUT.seconds : Number.POSITIVE_INFINITY,
    };
    const download = registry.download(weather);
    const subscriber = new Subscriber(
      {
        registry: origin.url,
        clock: () => new Date(clock.now),
        random,
        sleep: clock.sleep,
        openDownloader: () => ({ download, close: async () => {} }),
        askRelease: registry.askRelease(weather),
        holds: (release) => void hold(release, who),
      },
      random() < NEW_SHARE ? 0 : registry.release,
    );
    let stop = new AbortController();
    const start = (): void => {
      stop = new AbortController();
      void subscriber.run(stop.signal);
    };
    // Installed at some time of the first minute, and once a day each restarted: by people, or every night.
    clock.at(random() * 60_000, start);
    const restartAt = random() < NIGHTLY.share ? NIGHTLY.at + random() * 5 : random() * DAY;
    clock.at(restartAt * 1_000, () => {
      stop.abort();
      clock.at(clock.now + 5_000, start);
    });
    return { who, awayAt, stop: () => stop.abort() };
  }

  function hold(release: number, who: number): void {
    for (const one of seen) if (one.release <= release && !one.held.has(who)) one.held.set(who, clock.now / 1_000);
  }
}

export const currentWithin = (seconds: readonly number[], limit: number): number =>
  seconds.filter((value) => value <= limit).length / seconds.length;

export const spread = (seconds: readonly number[]): string =>
  `half ${quantile(seconds, 0.5).toFixed(1)} s, 99 % ${quantile(seconds, 0.99).toFixed(1)} s`;
