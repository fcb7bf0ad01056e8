import { closeSync, existsSync, openSync } from "node:fs";
import Sqlite from "better-sqlite3";
import { type BetterSQLite3Database, drizzle } from "drizzle-orm/better-sqlite3";
import { migrate } from "drizzle-orm/better-sqlite3/migrator";
import { readMigrationFiles } from "drizzle-orm/migrator";
import { HifazatError } from "../core/errors.ts";

/** One connection: `orm` for typed queries, `sqlite` for bulk work where drizzle costs 5 to 15 times as much. */
export type Db = { readonly sqlite: Sqlite.Database; readonly orm: BetterSQLite3Database };
/** A connection of any kind: a build reads on one of its own. */
export type Connection = Pick<Db, "sqlite">;

const MIGRATIONS = new URL("../../migrations", import.meta.url).pathname;
/** How long a writer waits for another process's transaction, in milliseconds. */
const BUSY_TIMEOUT_MS = 30_000;
/** SQLite's page cache, in KiB (negative as PRAGMA cache_size wants it): a million entries stay in memory. */
const CACHE_KIB = 131_072;

/**
 * Opens the registry's database, in WAL mode with foreign keys, and brings it to the newest schema.
 * `file` is a path, ":memory:", or the bytes of a database, which then lies in memory; `busyMs` how long a writer waits for
 * another process's transaction. Throws `data_newer` when a newer Hifazat has migrated it further than this one knows.
 */
export function openDatabase(file: string | Buffer, busyMs = BUSY_TIMEOUT_MS): Db {
  if (typeof file === "string") makePrivate(file);
  const sqlite = new Sqlite(file, { timeout: busyMs });
  sqlite.pragma("journal_mode = WAL");
  sqlite.pragma("synchronous = FULL");
  sqlite.pragma("foreign_keys = ON");
  sqlite.pragma(`cache_size = -${CACHE_KIB}`);
  sqlite.pragma("temp_store = MEMORY");
  const orm = drizzle(sqlite);
  try {
    bringUpToDate({ sqlite, orm });
  } catch (cause) {
    sqlite.close();
    if (cause instanceof HifazatError) throw cause;
    throw new HifazatError("unavailable", `The database ${sqlite.name} cannot be opened or migrated.`, { cause });
  }
  return { sqlite, orm };
}

/** The file is its owner's alone from its first byte on; SQLite gives the files beside it the same mode. */
function makePrivate(file: string): void {
  if (file === ":memory:" || existsSync(file)) return;
  closeSync(openSync(file, "a", 0o600));
}

function bringUpToDate({ sqlite, orm }: Db): void {
  newest ??= Math.max(...readMigrationFiles({ migrationsFolder: MIGRATIONS }).map((step) => step.folderMillis));
  const applied = newestOf(sqlite);
  if (applied > newest)
    throw new HifazatError(
      "data_newer",
      `${sqlite.name} was made by a newer Hifazat than this one: upgrade before using it.`,
    );
  if (applied === newest) return;
  // Two processes may open a new folder at once: the one that loses the race finds the work done at its second look.
  try {
    migrate(orm, { migrationsFolder: MIGRATIONS });
  } catch {
    migrate(orm, { migrationsFolder: MIGRATIONS });
  }
}
/** The newest step that this Hifazat knows, as drizzle numbers them: read once, a process may open many databases. */
let newest: number | undefined;

/** The newest step that a database has taken; 0 when it is a new one. */
function newestOf(sqlite: Sqlite.Database): number {
  const taken = sqlite.prepare("SELECT 1 FROM sqlite_master WHERE name = '__drizzle_migrations'").get();
  return taken === undefined
    ? 0
    : Number(sqlite.prepare("SELECT max(created_at) FROM __drizzle_migrations").pluck().get());
}

/**
 * Runs `work` in one write transaction that waits its turn instead of failing half-way. `work` must not await. Throws
 * `unavailable` when another process did not finish its own transaction in time; nothing was written then.
 */
export function transaction<T>(db: Db, work: () => T): T {
  try {
    return db.sqlite.transaction(work).immediate();
  } catch (cause) {
    if (cause instanceof Sqlite.SqliteError && cause.code.startsWith("SQLITE_BUSY"))
      throw new HifazatError("unavailable", "The registry is busy with a large change: try again in a moment.", {
        cause,
      });
    throw cause;
  }
}
