import { join } from "node:path";
import { setTimeout as delay } from "node:timers/promises";
import type { Command } from "commander";
import type { FeedReport } from "../../../distribute/zone-transfer/feed.ts";
import type { Db } from "../../../storage/database.ts";
import { dataOption, openData } from "../../data-option.ts";
import { errorText } from "../../run-program.ts";
import {
  apexOption,
  type SocketOptions,
  sentinelOption,
  socketOption,
  withControl,
  type ZoneOptions,
} from "./options.ts";

type Options = ZoneOptions &
  SocketOptions & { readonly data: string; readonly follow?: true; readonly count?: true; readonly json?: true };

export function registerFeed(zone: Command): void {
  zone
    .command("feed")
    .summary("bring the zone to the newest release")
    .description(
      "One transaction from whatever release the zone has to the newest: secondaries see the one list or the other. Run it\n" +
        "after every publication; without news it changes nothing and exits with 0. With --follow it stays, feeds each release\n" +
        "as soon as it is published, looks at the zone once a minute, and tries again after a failure; SIGTERM or SIGINT ends it.",
    )
    .option("--follow", "stay, and feed each release when it is published")
    .option("--count", "read the whole list and count what the zone cannot carry; done anyway for an empty zone")
    .option("--json", "print what was done as JSON")
    .addOption(socketOption())
    .addOption(apexOption())
    .addOption(sentinelOption())
    .addOption(dataOption())
    .action(feed);
}

async function feed({ data, follow, count, json, apex, sentinel, socket }: Options): Promise<void> {
  const { feedZone } = await import("../../../distribute/zone-transfer/feed.ts");
  const { withFeedLock } = await import("../../../distribute/zone-transfer/feed-lock.ts");
  const db = await openData(data);
  const once = (): Promise<FeedReport> =>
    withFeedLock(join(data, "zone-feed.lock"), () =>
      withControl({ socket }, (control) => feedZone({ db, control }, { apex, sentinel }, { count: count ?? false })),
    );
  const say = (report: FeedReport): void =>
    void process.stdout.write(json ? `${JSON.stringify(report)}\n` : describe(apex, report));
  try {
    if (follow) await followUntilStopped(db, once, say);
    else say(await once());
  } finally {
    db.sqlite.close();
  }
}

async function followUntilStopped(
  db: Db,
  feed: () => Promise<FeedReport>,
  fed: (report: FeedReport) => void,
): Promise<void> {
  const { newestPublished } = await import("../../../distribute/zone-transfer/feed.ts");
  const { followReleases } = await import("../../../distribute/zone-transfer/follow.ts");
  const { untilStopped } = await import("../../../runtime/shutdown.ts");
  const stop = new AbortController();
  const following = {
    newest: () => newestPublished(db)?.number,
    feed,
    fed,
    failed(error: unknown, pauseMs: number) {
      process.stderr.write(`hifazat: ${errorText(error)} (again in ${pauseMs / 1_000} s)\n`);
    },
    now: () => performance.now(),
    sleep: (ms: number) => delay(ms, undefined, { signal: stop.signal }).catch(() => {}),
  };
  const ended = followReleases(following, stop.signal);
  const close = async (): Promise<void> => {
    stop.abort();
    await ended;
  };
  // A feed that is broken off leaves a transaction that nobody sees, and the next one throws it away.
  await Promise.race([ended, untilStopped(close, () => {})]);
}

function describe(apex: string, { kind, release, from, set, unset, tally }: FeedReport): string {
  const done = {
    current: `has release ${release} already`,
    changed: `went from release ${from} to ${release}: ${set} records in, ${unset} out`,
    loaded: `was empty and has release ${release} now: ${set} records`,
    compared: `held something else and was put right, to release ${release}: ${set} records in, ${unset} out`,
  }[kind];
  const first = `zone ${apex} ${done}\n`;
  if (tally === undefined) return first;
  const { carried, covered, leftOut } = tally;
  const reasons = Object.entries(leftOut).map(([reason, count]) => `, ${count} left out (${reason})`);
  return `${first}entries: ${carried} carried, ${covered} covered by a domain above them${reasons.join("")}\n`;
}
