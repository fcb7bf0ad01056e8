import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, expect, test } from "vitest";
import { type Db, openDatabase } from "../../src/storage/database.ts";
import { appendAudit } from "../../src/storage/log.ts";
import { withoutWaiting } from "../../src/storage/without-waiting.ts";

let folder: string;
let here: Db;
let elsewhere: Db;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hifazat-"));
  here = openDatabase(join(folder, "hifazat.db"));
  elsewhere = openDatabase(join(folder, "hifazat.db"));
});
afterEach(() => {
  here.sqlite.close();
  elsewhere.sqlite.close();
  rmSync(folder, { recursive: true });
});

const note = (): void => appendAudit(here, { at: 0, actor: "a", action: "b", subject: "c", detail: null });
const rows = () => here.sqlite.prepare("SELECT count(*) FROM audit").pluck().get();

test("a_write_is_left_out_while_another_process_writes_and_the_patience_comes_back", () => {
  const patience = here.sqlite.pragma("busy_timeout", { simple: true });
  elsewhere.sqlite.exec("BEGIN IMMEDIATE");
  expect(withoutWaiting(here, note)).toBe(false);
  elsewhere.sqlite.exec("ROLLBACK");
  expect(withoutWaiting(here, note)).toBe(true);
  expect(rows()).toBe(1);
  expect(here.sqlite.pragma("busy_timeout", { simple: true })).toBe(patience);
});

test("any_other_failure_is_told", () => {
  expect(() => withoutWaiting(here, () => here.sqlite.exec("DELETE FROM no_table"))).toThrow(/no such table/);
});
