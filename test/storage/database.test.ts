import { createHash } from "node:crypto";
import { cpSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import Sqlite from "better-sqlite3";
import { drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { expect, test } from "vitest";
import { openDatabase } from "../../src/storage/database.ts";
import { temporaryFolder } from "../publish/registry.ts";

const SCHEMA = "SELECT type, name, sql FROM sqlite_master ORDER BY type, name";
const STEPS = "SELECT hash, created_at FROM __drizzle_migrations ORDER BY created_at";

test("a database that a newer Hifazat has migrated is refused, and left as it was", () => {
  const file = join(temporaryFolder(), "hifazat.db");
  const { sqlite } = openDatabase(file);
  sqlite.exec(
    "INSERT INTO __drizzle_migrations (hash, created_at) SELECT 'newer', max(created_at) + 1 FROM __drizzle_migrations",
  );
  sqlite.close();
  const digest = (): string => createHash("sha256").update(readFileSync(file)).digest("hex");
  const before = digest();
  expect(() => openDatabase(file)).toThrow(
    expect.objectContaining({ code: "data_newer", message: expect.stringContaining(file) }),
  );
  expect(digest()).toBe(before);
});

test("a database that lacks the last step gets it when it is opened, and keeps what it has", () => {
  const folder = temporaryFolder();
  const [older, file] = [join(folder, "migrations"), join(folder, "hifazat.db")];
  cpSync(new URL("../../migrations", import.meta.url), older, { recursive: true });
  const journal = join(older, "meta/_journal.json");
  const { entries, ...rest } = JSON.parse(readFileSync(journal, "utf8")) as { entries: unknown[] };
  writeFileSync(journal, JSON.stringify({ ...rest, entries: entries.slice(0, -1) }));
  const before = new Sqlite(file);
  migrate(drizzle(before), { migrationsFolder: older });
  before.exec("CREATE TABLE kept (word TEXT); INSERT INTO kept VALUES ('kept')");
  before.close();

  const { sqlite } = openDatabase(file);
  expect(sqlite.prepare("SELECT word FROM kept").get()).toEqual({ word: "kept" });
  sqlite.exec("DROP TABLE kept");
  const whole = openDatabase(":memory:").sqlite;
  for (const question of [SCHEMA, STEPS]) expect(sqlite.prepare(question).all()).toEqual(whole.prepare(question).all());
  whole.close();
  sqlite.close();
});
