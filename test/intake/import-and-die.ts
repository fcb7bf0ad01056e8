// Imports a file and kills itself, as the power would, when so many items are written. Run by import-file.test.ts.
import { importFile } from "../../src/intake/import-file.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { NOW, terms } from "../fixtures/orders.ts";

const [database = "", path = "", dieAt = ""] = process.argv.slice(2);
const db = openDatabase(database);
let written = 0;
const request = { path, terms: terms(), author: "clerk" };
await importFile(db, request, {
  guard: () => ({ kind: "pass" }),
  now: () => NOW,
  onItem: () => {
    written += 1;
    if (String(written) === dieAt) process.kill(process.pid, "SIGKILL");
  },
});
if (dieAt === "committed") process.kill(process.pid, "SIGKILL");
