import { askRelease } from "../../src/agent/registry/ask-release.ts";
import { openDownloader } from "../../src/agent/registry/download.ts";
import type { Origin } from "./origin.ts";
import { Subscriber } from "./subscriber.ts";

/** Processor time of the server, seconds, for one of each. */
export type RoundCost = {
  /** A connection, the next root that is not there, a pointer that has not changed. */
  readonly idle: number;
  /** The same with a release: its metadata and one delta. */
  readonly delta: number;
  /** The same with the whole list. */
  readonly list: number;
  /** One wait at the bell, on a connection that stays. */
  readonly bell: number;
};

const TIMES = { idle: 4_000, delta: 1_000, list: 100, bell: 4_000 };
const AT_ONCE = 50;
const LIMITS = { maxBytes: 100_000_000, totalMs: 60_000 };

/** What the server's processor does for one round of each kind, on connections as the agent makes them. */
export async function measureRounds(origin: Origin): Promise<RoundCost> {
  const pointer = `${origin.url}/tuf/metadata/timestamp.json`;
  const first = openDownloader({ userAgent: "bench" });
  const known = await first.download(pointer, LIMITS);
  await first.close();
  const etag = known.kind === "bytes" ? (known.etag ?? "") : "";

  const idle = async (): Promise<void> => {
    const { download, close } = openDownloader({ userAgent: "bench" });
    await download(`${origin.url}/tuf/metadata/2.root.json`, LIMITS);
    await download(pointer, { ...LIMITS, ifNoneMatch: etag });
    await close();
  };
  const bell = async (): Promise<void> => {
    await askRelease(origin.url, origin.release, 1, new AbortController().signal);
  };
  return {
    idle: await perTime(idle, TIMES.idle),
    delta: await perTime(() => takeOnce(origin, origin.release - 1), TIMES.delta),
    list: await perTime(() => takeOnce(origin, 0), TIMES.list),
    bell: await perTime(bell, TIMES.bell, TIMES.bell / 4),
  };

  async function perTime(act: () => Promise<void>, times: number, atOnce = AT_ONCE): Promise<number> {
    const { cpu } = await origin.measure();
    let left = times;
    const work = async (): Promise<void> => {
      while (left-- > 0) await act();
    };
    await Promise.all(Array.from({ length: atOnce }, work));
    return ((await origin.measure()).cpu - cpu) / times;
  }
}

/** The first round of a subscriber that holds `release`. */
function takeOnce(origin: Origin, release: number): Promise<void> {
  const stop = new AbortController();
  const line = {
    registry: origin.url,
    clock: () => new Date(),
    random: () => 0,
    sleep: async () => {},
    openDownloader: () => openDownloader({ userAgent: "bench" }),
    askRelease,
    holds: () => stop.abort(),
  };
  return new Subscriber(line, release).run(stop.signal);
}
