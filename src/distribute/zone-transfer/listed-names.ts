import type { Scope } from "../../core/target/target.ts";
import { sortKey, valueOfSortKey } from "../../protocol/sort-key.ts";
import { listCode, scopeCode, scopeOf } from "../../storage/codes.ts";
import type { Db } from "../../storage/database.ts";
import { activeSql, setAsideAt } from "../../storage/set-aside.ts";
import { ZONE_LIST } from "./zone.ts";

/** Questions about single names of the list as it was at some watermark, each answered from the index in microseconds. */
export type ListedNames = {
  /** What the name itself was listed as, a scope for each order. */
  scopes(name: string, watermark: number): readonly Scope[];
  /** Names strictly below `name` that were listed as domain or host at one of the two watermarks. */
  below(name: string, watermarks: readonly [number, number]): string[];
};

export function listedNames(db: Db): ListedNames {
  const list = listCode(ZONE_LIST);
  const [domain, host] = [scopeCode("domain"), scopeCode("host")];
  const activeAt = (watermark: number): string =>
    activeSql("entries", String(watermark), setAsideAt(db, ZONE_LIST, watermark));
  // Not DISTINCT: SQLite makes a table for it, which takes ten times as long as to find that there are none.
  const one = remembered((watermark: number) =>
    db.sqlite
      .prepare(`SELECT scope FROM entries WHERE list = :list AND sort_key = :key AND ${activeAt(watermark)}`)
      .pluck(),
  );
  // `!` stands between the labels of a sort key and `"` is the next byte: between them are the names below.
  const many = remembered((first: number, second: number) =>
    db.sqlite
      .prepare(
        `SELECT sort_key FROM entries
          WHERE list = :list AND sort_key > :key || '!' AND sort_key < :key || '"' AND scope IN (:domain, :host)
            AND ((${activeAt(first)}) OR (${activeAt(second)}))`,
      )
      .pluck(),
  );
  return {
    scopes: (name, watermark) => (one(watermark).all({ list, key: sortKey(name) }) as number[]).map(scopeOf),
    below: (name, [first, second]) => {
      const keys = many(first, second).all({ list, key: sortKey(name), domain, host }) as string[];
      return Array.from(new Set(keys), valueOfSortKey);
    },
  };
}

/** The same statement for the same watermarks: what is asked a million times is prepared once. */
function remembered<T>(prepare: (...watermarks: number[]) => T): (...watermarks: number[]) => T {
  const known = new Map<string, T>();
  return (...watermarks) => {
    const key = watermarks.join();
    const statement = known.get(key) ?? prepare(...watermarks);
    known.set(key, statement);
    return statement;
  };
}
