import { randomBytes } from "node:crypto";
import { join } from "node:path";
import { fetch } from "undici";
import type { DefaultLaw } from "../core/ground.ts";
import type { ListName } from "../core/list-name.ts";
import type { Periods } from "../core/order/period.ts";
import type { RunJob } from "../intake/desk/thread.ts";
import { openGuard } from "../intake/open-guard.ts";
import { fetchDue } from "../intake/sources/fetch-due.ts";
import type { SourcePorts } from "../intake/sources/ports.ts";
import { takeBody } from "../intake/sources/take-body.ts";
import type { Config } from "../runtime/config.ts";
import type { Job } from "../runtime/jobs.ts";
import { nextRun } from "../runtime/next-run.ts";
import { createSeal, type Seal } from "../storage/cases/seal.ts";
import { openSealedKey, SEALED_KEY_FILE } from "../storage/cases/sealed-key.ts";
import type { Db } from "../storage/database.ts";
import { guardListCache, now } from "./data-option.ts";

/** Under the data folder: bodies on their way, and those that wait for a decision. */
const folderOf = (data: string): string => join(data, "sources");

type Parts = {
  readonly db: Db;
  readonly data: string;
  readonly seal: Seal;
  readonly deskMail: Readonly<Record<ListName, readonly string[]>>;
  readonly periods: Periods;
  readonly usual: DefaultLaw;
  readonly now: () => number;
  /** For large lists: one after the other, and never on the thread that answers. */
  readonly bulk: RunJob;
};

/** Sources of a serving registry. */
export function openSources({ data, bulk, ...parts }: Parts): SourcePorts {
  return {
    ...parts,
    folder: folderOf(data),
    nextRun,
    async take(work) {
      const result = await bulk({ kind: "source", work, now: parts.now() });
      if (result.kind !== "source") throw new Error(`a source's list was answered with ${result.kind}`);
      return result.taken;
    },
  };
}

/** Looks every minute for what is due; the schedule of each is its own. */
export const sourceJob = (ports: SourcePorts): Job => ({
  name: "fetch sources",
  schedule: "* * * * *",
  run: async () => {
    const said = await fetchDue(ports, "scheduler");
    return said.length === 0 ? undefined : said.join("; ");
  },
});

/** The same at the command line, all of it in this process. */
export function sourcesHere(db: Db, data: string, config: Config): SourcePorts {
  const { deskMail } = config.cases;
  return {
    ...{ db, deskMail, periods: config.periods, usual: config.law, now, nextRun, folder: folderOf(data) },
    seal: createSeal(openSealedKey(db, join(data, SEALED_KEY_FILE), randomBytes), randomBytes),
    async take(work) {
      const guard = await openGuard(db, config.guard, { cache: guardListCache(data), fetch }, now());
      return takeBody(db, guard.judge, work, now());
    },
  };
}
