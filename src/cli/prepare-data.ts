import { siteSettings } from "../core/site-settings.ts";
import { finishInterrupted, refreshTimestamp } from "../publish/finish.ts";
import { initialise } from "../publish/initialise.ts";
import { publish } from "../publish/publish.ts";
import { openPublishing } from "../publish/publishing.ts";
import { loadConfig } from "../runtime/config.ts";
import { openDatabase } from "../storage/database.ts";
import { ensureAdministrator } from "./first-administrator.ts";

/**
 * What a start does before it answers: makes what is missing in the data folder, completes what a run that died left
 * behind, signs anew what would soon expire, and publishes an empty first release when there is none, so that lookups
 * and ISPs get answers from the first minute. Returns a line for people about each thing done.
 */
export async function prepareData(data: string, now: () => Date): Promise<string[]> {
  const { made, moveAway } = await initialise(data, now());
  const lines = made.map((file) => `made ${file}`);
  if (made.length > 0 && moveAway.length > 0) lines.push("move these root keys to separate media:", ...moveAway);
  const db = openDatabase(`${data}/hifazat.db`);
  try {
    lines.push(...ensureAdministrator(db, Math.floor(now().getTime() / 1000)));
    const { cases, periods } = loadConfig(data);
    const publishing = openPublishing(data, db, siteSettings(cases.clocks, cases.helplines, periods));
    const finished = await finishInterrupted(publishing);
    if (finished.kind === "published") lines.push(`completed release ${finished.release}, which was interrupted`);
    await refreshTimestamp(publishing);
    if (publishing.ledger.head() === undefined) {
      await publish(publishing, { force: true });
      lines.push("published release 1, an empty list");
    }
  } finally {
    db.sqlite.close();
  }
  return lines;
}
