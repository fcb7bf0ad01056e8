import { parentPort, workerData } from "node:worker_threads";
import { HifazatError } from "../core/errors.ts";
import { openDatabase } from "../storage/database.ts";
import { type Request, type ReviewAnswer, review } from "./order-commands.ts";

// The other side of order-review.ts: one command, on a connection of its own.

const { database, request } = workerData as { database: string; request: Request };
const answer = (message: ReviewAnswer): void => parentPort?.postMessage(message);

const db = openDatabase(database);
try {
  answer({ kind: "done", reviewed: review(db, request) });
} catch (cause) {
  if (!(cause instanceof HifazatError)) throw cause;
  answer({ kind: "failed", error: { code: cause.code, message: cause.message } });
} finally {
  db.sqlite.close();
}
