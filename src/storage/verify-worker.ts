import { parentPort, workerData } from "node:worker_threads";
import { openDatabase } from "./database.ts";
import { verifyAudit } from "./verify-audit.ts";

// The other side of `verifyAside` (audit-log.ts).

const db = openDatabase(workerData as string);
try {
  parentPort?.postMessage(verifyAudit(db));
} finally {
  db.sqlite.close();
}
