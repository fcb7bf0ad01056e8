import { createHash } from "node:crypto";
import type { ListLine } from "../../../src/protocol/list.ts";
import { decideReleasePolicy } from "../../../src/publish/decide-policy.ts";
import { withdraw } from "../../../src/review/withdraw.ts";
import type { Db } from "../../../src/storage/database.ts";
import { holdAdditions, holdRemovals, letOut } from "../../../src/storage/hold-back.ts";
import { eventWatermark } from "../../../src/storage/log.ts";
import { activeEntries } from "../../../src/storage/published-entries.ts";
import { releasePolicy } from "../../../src/storage/release-policy.ts";
import { commitRelease, headRelease, markPublished, type ReleaseRow } from "../../../src/storage/releases.ts";
import { approved, memoryDatabase, NOW } from "../../fixtures/orders.ts";

/** A registry in memory that makes releases without their files: all that a zone is fed from. */
export class Registry {
  readonly db: Db = memoryDatabase();
  #orders = 0;

  /** Lists the targets on an order of their own (`name`, `=name`, `name/path`) and returns its reference. */
  list(...texts: string[]): string {
    return `o${approved(this.db, texts, { number: `PTA/2026/${++this.#orders}` }).id}`;
  }

  unlist(order: string): void {
    withdraw(
      this.db,
      order,
      { items: null, second: "Officer B", reasons: "lapsed", cleared: false },
      "Officer A",
      NOW,
      0,
    );
  }

  /** Rolls back to a release; ends the rollback when there is no such release before the newest. */
  turn(to: number): void {
    const both = { second: "Senior C", reasons: "mistaken" };
    if (to > 0 && to < (headRelease(this.db)?.number ?? 0))
      decideReleasePolicy(this.db, { kind: "roll_back", to, ...both }, "Officer A", NOW);
    else if (releasePolicy(this.db).rollback !== null)
      decideReleasePolicy(this.db, { kind: "end_rollback", ...both }, "Officer A", NOW);
  }

  /** Holds back what no release has, additions or all removals but one, or lets out what is held back. */
  hold(turn: "additions" | "removals" | "out"): void {
    const { db } = this;
    const released = headRelease(db)?.watermark ?? 0;
    const publisher = { at: NOW, actor: "publisher" };
    if (turn === "additions") return void holdAdditions(db, "general", released, publisher, "ordinary");
    if (turn === "removals") return void holdRemovals(db, "general", released, publisher, 1);
    const senior = { at: NOW, actor: "Senior C", reasons: null };
    letOut(db, { released, upto: eventWatermark(db) }, senior, { general: 100, sealed: 100 });
  }

  release(state: ReleaseRow["state"] = "published"): ReleaseRow {
    const previous = headRelease(this.db)?.number ?? 0;
    const watermark = eventWatermark(this.db);
    const lines = this.lines(watermark);
    const identity = createHash("sha256").update(JSON.stringify(lines)).digest("hex");
    const row: ReleaseRow = {
      number: previous + 1,
      previous,
      watermark,
      publishedAt: NOW,
      lists: { general: { entries: lines.length, identity } },
      manifestSha256: "0".repeat(64),
      state: "committed",
    };
    commitRelease(this.db, row);
    if (state === "published") markPublished(this.db, row.number, NOW);
    return row;
  }

  lines(watermark: number = eventWatermark(this.db)): ListLine[] {
    return [...activeEntries(this.db, "general", watermark).entries].map(({ value, scope, category }) => ({
      value,
      scope,
      category,
    }));
  }
}
