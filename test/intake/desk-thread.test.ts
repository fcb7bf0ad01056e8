import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import type { DeskJob } from "../../src/intake/desk/jobs.ts";
import { type DeskThread, openDeskThread } from "../../src/intake/desk/thread.ts";
import { type Db, openDatabase, transaction } from "../../src/storage/database.ts";
import { createOrder, findOrder } from "../../src/storage/orders.ts";
import { NOW, terms } from "../fixtures/orders.ts";

let folder: string;
let db: Db;
let thread: DeskThread;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hifazat-thread-"));
  const database = join(folder, "hifazat.db");
  db = openDatabase(database);
  transaction(db, () => createOrder(db, terms(), null, "clerk", NOW));
  thread = openDeskThread({ database, guard: {}, guardCache: join(folder, "guards") });
});
afterEach(async () => {
  await thread.close();
  db.sqlite.close();
  rmSync(folder, { recursive: true, force: true });
});

function upload(content: string): DeskJob {
  const path = join(folder, "upload.txt");
  writeFileSync(path, content);
  return { kind: "add", order: "o1", file: { path, name: "order.txt" }, wrapping: "lines", author: "clerk", now: NOW };
}

test("a thread of its own does the work, tells how far it is, and says what is refused", async () => {
  const names = Array.from({ length: 40_000 }, (_, index) => `n${index}.example\n`).join("");
  const progress: number[] = [];
  const result = await thread.run(upload(names), (items) => progress.push(items));
  expect(result).toMatchObject({ kind: "add", added: { kind: "added", upload: { source: { name: "order.txt" } } } });
  expect(findOrder(db, "o1").counts.accepted).toBe(40_000);
  expect(progress.length).toBeGreaterThan(1);
  expect(progress.at(-1)).toBe(40_000);
  await expect(thread.run(upload("<html>"))).rejects.toMatchObject({ code: "file_is_html" });
});

test("a thread that is ended in the middle leaves the order as it was, and the next job gets another", async () => {
  const names = Array.from({ length: 40_000 }, (_, index) => `n${index}.example\n`).join("");
  const before = findOrder(db, "o1");
  const running = thread.run(upload(names), () => void thread.close());
  await expect(running).rejects.toThrow("ended early");
  expect(findOrder(db, "o1")).toEqual(before);
  expect(db.sqlite.prepare("SELECT count(*) FROM items").pluck().get()).toBe(0);
  expect((await thread.run(upload("a.example\n"))).kind).toBe("add");
});
