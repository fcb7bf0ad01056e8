import { asc, eq } from "drizzle-orm";
import { HifazatError } from "../../core/errors.ts";
import { LIST_NAMES, type ListName } from "../../core/list-name.ts";
import type { Source, SourceSettings } from "../../core/source/source.ts";
import { listCode } from "../codes.ts";
import type { Db } from "../database.ts";
import { organisations } from "../schema/accounts.ts";
import { sources } from "../schema/sources.ts";

type Row = { readonly sources: typeof sources.$inferSelect; readonly organisations: { readonly name: string } | null };

const select = (db: Db) =>
  db.orm.select().from(sources).leftJoin(organisations, eq(sources.organisationId, organisations.id));

export function listSources(db: Db): Source[] {
  return select(db).orderBy(asc(sources.name)).all().map(sourceOf);
}

/** Throws `not_found`. */
export function findSource(db: Db, name: string): Source {
  const row = select(db).where(eq(sources.name, name)).get();
  if (row === undefined) throw new HifazatError("not_found", `There is no source ${name}.`);
  return sourceOf(row);
}

export function sourceById(db: Db, id: number): Source {
  const row = select(db).where(eq(sources.id, id)).get();
  if (row === undefined) throw new HifazatError("not_found", `There is no source s${id}.`);
  return sourceOf(row);
}

export function insertSource(
  db: Db,
  source: {
    readonly settings: SourceSettings;
    readonly list: ListName;
    readonly organisationId: number | null;
    readonly createdAt: number;
    readonly createdBy: string;
  },
): Source {
  const { settings, list, createdAt, ...more } = source;
  const { name } = settings;
  if (db.orm.select().from(sources).where(eq(sources.name, name)).get() !== undefined)
    throw new HifazatError("conflict", `There is a source ${name} already.`);
  const row = { ...more, name, settings, list: listCode(list), enabled: true, createdAt };
  db.orm
    .insert(sources)
    .values({ ...row, nextAt: createdAt, busyUntil: 0 })
    .run();
  return findSource(db, name);
}

type Change = Partial<
  Pick<
    typeof sources.$inferInsert,
    | "settings"
    | "enabled"
    | "nextAt"
    | "busyUntil"
    | "succeededAt"
    | "appliedSha256"
    | "appliedNames"
    | "appliedAt"
    | "etag"
    | "lastModified"
  >
>;
export function updateSource(db: Db, id: number, change: Change): void {
  db.orm.update(sources).set(change).where(eq(sources.id, id)).run();
}

/** False when somebody else fetches it; they have it until they are done, or until `busy_until` when they died. */
export function claimSource(db: Db, id: number, now: number, until: number): boolean {
  return (
    db.sqlite.prepare("UPDATE sources SET busy_until = ? WHERE id = ? AND busy_until <= ?").run(until, id, now)
      .changes === 1
  );
}

/** The sources whose time has come, those that waited longest first. */
export function dueSources(db: Db, now: number): Source[] {
  return listSources(db)
    .filter(({ enabled, nextAt }) => enabled && nextAt <= now)
    .sort((one, other) => one.nextAt - other.nextAt);
}

function sourceOf({ sources: row, organisations: organisation }: Row): Source {
  const { settings, id, enabled, createdAt, createdBy, nextAt, succeededAt, etag, lastModified } = row;
  const { appliedSha256: sha256, appliedNames: names, appliedAt: at } = row;
  return {
    ...settings,
    id,
    list: LIST_NAMES[row.list] ?? "sealed",
    organisation: organisation?.name ?? null,
    enabled,
    createdAt,
    createdBy,
    nextAt,
    succeededAt,
    applied: sha256 === null || names === null || at === null ? null : { sha256, names, at },
    validators: { etag, lastModified },
  };
}
