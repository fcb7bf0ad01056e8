import { HifazatError } from "../core/errors.ts";
import { DAY } from "../core/order/period.ts";
import { refreshTimestamp } from "../publish/finish.ts";
import { publish } from "../publish/publish.ts";
import type { Publishing } from "../publish/publishing.ts";
import type { Config } from "../runtime/config.ts";
import type { Job } from "../runtime/jobs.ts";
import { pruneSessions } from "../storage/accounts/sessions.ts";
import type { Db } from "../storage/database.ts";

/** How long ended sessions are kept for whoever looks into them, in seconds. */
const SESSIONS_KEPT = 30 * DAY;

/** What a serving registry does by itself. */
export function registryJobs(db: Db, publishing: Publishing, config: Config): Job[] {
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
        pruneSessions(db, Math.floor(Date.now() / 1000) - SESSIONS_KEPT);
        return undefined;
      },
    },
    {
      name: "publish",
      schedule: config.publish.schedule,
      run: async () => {
        try {
          const outcome = await publish(publishing, { limits: config.batch });
          return outcome.kind === "published" ? `published release ${outcome.row.number}` : undefined;
        } catch (error) {
          // A person has to let it go out; until then every turn says so.
          if (error instanceof HifazatError && error.code === "batch_stop") return `${error.code}: ${error.message}`;
          throw error;
        }
      },
    },
  ];
}
