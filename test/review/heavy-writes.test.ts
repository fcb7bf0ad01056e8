import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Hono } from "hono";
import { expect, test } from "vitest";
import { waitForWrites } from "../../src/api/wait-for-writes.ts";
import { DEFAULT_PERIODS } from "../../src/core/order/period.ts";
import { createOrderReview } from "../../src/review/order-review.ts";
import { submit } from "../../src/review/submit.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { findOrder } from "../../src/storage/orders.ts";
import { NOW, receive } from "../fixtures/orders.ts";

test("while_a_large_order_is_approved_who_writes_waits_without_holding_up_who_reads", async () => {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-heavy-"));
  const database = join(folder, "hifazat.db");
  const db = openDatabase(database);
  const other = openDatabase(database);
  try {
    const order = receive(
      db,
      Array.from({ length: 2_001 }, (_, number) => `n${number}.example`),
    );
    submit(db, "o1", "Officer A", NOW);
    const review = createOrderReview({ db, database, periods: DEFAULT_PERIODS, now: () => NOW });
    const app = new Hono();
    app.use(waitForWrites(review.largeOnesDecided));
    app.all("/", (c) => c.text(findOrder(db, "o1").state));
    const ask = async (method: string) => (await app.request("/", { method })).text();

    const approval = { digest: order.digest, reasons: "as ordered" };
    // Another process writes: the approval cannot be through before that one lets go.
    other.sqlite.exec("BEGIN IMMEDIATE");
    const approved = review.review("o1", { kind: "approve", approval }, "Officer B");
    const written = ask("POST");
    expect(await ask("GET")).toBe("submitted");
    other.sqlite.exec("ROLLBACK");
    expect(await written).toBe("approved");
    expect((await approved).entries).toBe(2_001);
    expect(await ask("POST")).toBe("approved");
  } finally {
    other.sqlite.close();
    db.sqlite.close();
    rmSync(folder, { recursive: true, force: true });
  }
});
