import type { Connection } from "../storage/database.ts";
import { activeEntries, termsChanged, touchedBetween } from "../storage/published-entries.ts";
import { touchCount } from "../storage/touched-rows.ts";
import type { ReleaseSource } from "./release-request.ts";

/** The database as what a release is built from. */
export const databaseSource = (db: Connection): ReleaseSource => ({
  active: activeEntries.bind(null, db),
  touched: touchedBetween.bind(null, db),
  touches: touchCount.bind(null, db),
  termsChanged: termsChanged.bind(null, db),
});
