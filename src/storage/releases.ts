import { HifazatError } from "../core/errors.ts";
import { type Db, transaction } from "./database.ts";
import { appendAudit } from "./log.ts";
import { markInForce } from "./orders.ts";

/** What a release holds of a list. */
type ListFacts = { readonly entries: number; readonly identity: string };

/** The sealed list's file cannot be made a second time, and stands in no manifest: so the row says which it is. */
export type SealedFacts = ListFacts & {
  readonly salt: string;
  /** Digest of the keys it is encrypted to, and how many they are. */
  readonly recipients: string;
  readonly keys: number;
  readonly file: { readonly name: string; readonly sha256: string; readonly bytes: number };
};

export type ReleaseRow = {
  readonly number: number;
  readonly previous: number;
  /** The last event the release holds. */
  readonly watermark: number;
  /** Seconds since the epoch. */
  readonly publishedAt: number;
  /** `sealed` is absent when no subscriber had a key. */
  readonly lists: { readonly general?: ListFacts; readonly sealed?: SealedFacts };
  readonly manifestSha256: string;
  /** `committed`: its number is taken, its files may be missing; `published`: the timestamp names it. */
  readonly state: "committed" | "published";
};

type Stored = Omit<ReleaseRow, "lists" | "publishedAt" | "manifestSha256"> & {
  lists: string;
  published_at: number;
  manifest_sha256: string;
};

/** The newest release, published or only committed. */
export function headRelease(db: Db): ReleaseRow | undefined {
  return read(db.sqlite.prepare("SELECT * FROM releases ORDER BY number DESC LIMIT 1").get());
}

/** The newest release that clients can see. */
export function newestPublished(db: Db): ReleaseRow | undefined {
  return read(db.sqlite.prepare("SELECT * FROM releases WHERE state = 'published' ORDER BY number DESC LIMIT 1").get());
}

export function releaseRow(db: Db, number: number): ReleaseRow | undefined {
  return read(db.sqlite.prepare("SELECT * FROM releases WHERE number = ?").get(number));
}

/** Published releases, newest first, below `before` (a number). */
export function listReleases(db: Db, before: number | null, limit: number): ReleaseRow[] {
  const rows = db.sqlite
    .prepare(
      "SELECT * FROM releases WHERE state = 'published' AND (:before IS NULL OR number < :before) ORDER BY number DESC LIMIT :limit",
    )
    .all({ before, limit });
  return rows.flatMap((row) => read(row) ?? []);
}

/**
 * Takes the release's number by compare-and-swap: throws `release_conflict` when the head is not `row.previous`.
 * From here on the release exists; whoever finds it `committed` finishes it.
 */
export function commitRelease(db: Db, row: ReleaseRow): void {
  transaction(db, () => {
    const head = headRelease(db)?.number ?? 0;
    if (head !== row.previous)
      throw new HifazatError("release_conflict", `Release ${head} is the newest, not ${row.previous}: build again.`);
    db.sqlite
      .prepare("INSERT INTO releases VALUES (?, ?, ?, ?, ?, ?, ?)")
      .run(
        row.number,
        row.previous,
        row.watermark,
        row.publishedAt,
        JSON.stringify(row.lists),
        row.manifestSha256,
        row.state,
      );
    appendAudit(db, {
      at: row.publishedAt,
      actor: "publisher",
      action: "release.commit",
      subject: `release:${row.number}`,
      detail: { manifest: row.manifestSha256, watermark: row.watermark },
    });
  });
}

/** Another sealed file for a release that is not out yet: what was staged for it is lost. */
export function replaceSealed(db: Db, row: ReleaseRow): void {
  db.sqlite
    .prepare("UPDATE releases SET lists = ? WHERE number = ? AND state = 'committed'")
    .run(JSON.stringify(row.lists), row.number);
}

/** The timestamp names the release now: its orders are in force. Doing it twice changes nothing. */
export function markPublished(db: Db, number: number, at: number): void {
  transaction(db, () => {
    const row = releaseRow(db, number);
    if (row === undefined) throw new HifazatError("not_found", `There is no release ${number}.`);
    if (row.state === "published") return;
    db.sqlite.prepare("UPDATE releases SET state = 'published' WHERE number = ?").run(number);
    markInForce(db, row.watermark, number, at);
  });
}

function read(row: unknown): ReleaseRow | undefined {
  if (row === undefined) return undefined;
  const { lists, published_at, manifest_sha256, ...rest } = row as Stored;
  return { ...rest, publishedAt: published_at, manifestSha256: manifest_sha256, lists: JSON.parse(lists) };
}
