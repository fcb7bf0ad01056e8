import { and, desc, eq } from "drizzle-orm";
import type { SourceFetch } from "../../core/source/source.ts";
import type { Db } from "../database.ts";
import { sourceFetches } from "../schema/sources.ts";

type Row = typeof sourceFetches.$inferSelect;
/** A body that waits for a decision, with the name of its file. */
export type Waiting = SourceFetch & { readonly body: string };

export function insertFetch(
  db: Db,
  row: Pick<Row, "sourceId" | "at" | "by" | "outcome"> & Partial<Omit<Row, "id">>,
): number {
  return db.orm
    .insert(sourceFetches)
    .values({ added: 0, removed: 0, ...row })
    .returning({ id: sourceFetches.id })
    .get().id;
}

export function updateFetch(db: Db, id: number, change: Partial<Omit<Row, "id" | "sourceId" | "at" | "by">>): void {
  db.orm.update(sourceFetches).set(change).where(eq(sourceFetches.id, id)).run();
}

/** The newest attempts, newest first. */
export function recentFetches(db: Db, sourceId: number, limit: number): SourceFetch[] {
  return db.orm
    .select()
    .from(sourceFetches)
    .where(eq(sourceFetches.sourceId, sourceId))
    .orderBy(desc(sourceFetches.id))
    .limit(limit)
    .all()
    .map(fetchOf);
}

/** The body of a source that waits for a decision; there is one at most. */
export function waitingFetch(db: Db, sourceId: number): Waiting | undefined {
  const row = db.orm
    .select()
    .from(sourceFetches)
    .where(and(eq(sourceFetches.sourceId, sourceId), eq(sourceFetches.outcome, "quarantined")))
    .get();
  return row === undefined ? undefined : { ...fetchOf(row), body: row.body ?? "" };
}

/** The files of every body that waits. */
export function waitingBodies(db: Db): string[] {
  return db.sqlite
    .prepare("SELECT body FROM source_fetches WHERE outcome = 'quarantined' AND body IS NOT NULL")
    .pluck()
    .all() as string[];
}

function fetchOf({ body: _, sourceId: __, orderId, ...row }: Row): SourceFetch {
  return { ...row, order: orderId === null ? null : `o${orderId}` };
}
