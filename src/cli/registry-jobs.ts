import { HifazatError } from "../core/errors.ts";
import { LIST_NAMES, type ListName } from "../core/list-name.ts";
import { DAY } from "../core/order/period.ts";
import { refreshTimestamp } from "../publish/finish.ts";
import type { Publishing } from "../publish/publishing.ts";
import type { ReleaseDesk } from "../publish/release-desk.ts";
import { expireOrders } from "../review/expire-orders.ts";
import type { Config } from "../runtime/config.ts";
import type { Job } from "../runtime/jobs.ts";
import { pruneSessions } from "../storage/accounts/sessions.ts";
import type { Db } from "../storage/database.ts";
import { urgentSince } from "../storage/published-entries.ts";

/** How long ended sessions are kept for whoever looks into them, in seconds. */
const SESSIONS_KEPT = 30 * DAY;

/** What a serving registry does by itself. */
export function registryJobs(db: Db, publishing: Publishing, desk: ReleaseDesk, config: Config): Job[] {
  const now = (): number => Math.floor(publishing.now().getTime() / 1000);
  /** The batch that waits for a senior officer was said once; it is not said again every few seconds. */
  let stopped = "";
  /** What there was when an attempt made no release: without something else, only the schedule tries again. */
  let tried = "";
  const state = (): string => [publishing.ledger.watermark(), ...publishing.ledger.recipients()].join();

  async function publishDue(): Promise<string | undefined> {
    const found = state();
    try {
      const outcome = await desk.publishDue();
      stopped = "";
      if (outcome.kind === "published") return `published release ${outcome.row.number}`;
      tried = found;
      return undefined;
    } catch (error) {
      if (!(error instanceof HifazatError) || error.code !== "batch_stop") throw error;
      tried = found;
      if (stopped === error.message) return undefined;
      stopped = error.message;
      return `${error.code}: ${error.message}`;
    }
  }

  return [
    {
      name: "sign anew what would expire",
      schedule: "17 * * * *",
      run: async () => {
        await refreshTimestamp(publishing);
        return undefined;
      },
    },
    {
      name: "forget ended sessions",
      schedule: "29 3 * * *",
      run: async () => {
        pruneSessions(db, now() - SESSIONS_KEPT);
        return undefined;
      },
    },
    {
      name: "end orders whose time has come",
      schedule: "* * * * *",
      run: async () => {
        const ended = expireOrders(db, now());
        return ended.length === 0 ? undefined : `ended ${ended.map(({ order }) => order).join(", ")}`;
      },
    },
    { name: "publish", schedule: config.publish.schedule, run: publishDue },
    {
      // Unblocking is never slower than blocking, and an emergency does not wait for the schedule.
      name: "publish what is urgent",
      schedule: "*/2 * * * * *",
      run: async () => {
        if (state() === tried) return undefined;
        const since = publishing.ledger.head()?.watermark ?? 0;
        // A sealed list that is for nobody makes no release, so it is never done with being urgent.
        const goesOut = (list: ListName): boolean => list !== "sealed" || publishing.ledger.recipients().length > 0;
        const urgent = LIST_NAMES.some((list) => urgentSince(db, list, since) && goesOut(list));
        return urgent ? publishDue() : undefined;
      },
    },
  ];
}
