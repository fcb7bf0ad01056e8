import { join } from "node:path";
import type { Command } from "commander";
import type { FeedReport } from "../../../distribute/zone-transfer/feed.ts";
import { dataOption, openData } from "../../data-option.ts";
import {
  apexOption,
  type SocketOptions,
  sentinelOption,
  socketOption,
  withControl,
  type ZoneOptions,
} from "./options.ts";

type Options = ZoneOptions & SocketOptions & { readonly data: string; readonly count?: true; readonly json?: true };

export function registerFeed(zone: Command): void {
  zone
    .command("feed")
    .summary("bring the zone to the newest release")
    .description(
      "One transaction from whatever release the zone has to the newest: secondaries see the one list or the other. Run it\n" +
        "after every publication; without news it changes nothing and exits with 0.",
    )
    .option("--count", "read the whole list and count what the zone cannot carry; done anyway for an empty zone")
    .option("--json", "print what was done as JSON")
    .addOption(socketOption())
    .addOption(apexOption())
    .addOption(sentinelOption())
    .addOption(dataOption())
    .action(feed);
}

async function feed({ data, count, json, apex, sentinel, socket }: Options): Promise<void> {
  const { feedZone } = await import("../../../distribute/zone-transfer/feed.ts");
  const { withFeedLock } = await import("../../../distribute/zone-transfer/feed-lock.ts");
  const db = await openData(data);
  try {
    const report = await withFeedLock(join(data, "zone-feed.lock"), () =>
      withControl({ socket }, (control) => feedZone({ db, control }, { apex, sentinel }, { count: count ?? false })),
    );
    process.stdout.write(json ? `${JSON.stringify(report)}\n` : describe(apex, report));
  } finally {
    db.sqlite.close();
  }
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
