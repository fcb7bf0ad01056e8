import { sortKey, valueOfSortKey } from "../../protocol/sort-key.ts";
import { listCode, scopeCode } from "../../storage/codes.ts";
import type { Db } from "../../storage/database.ts";
import { activeSql, setAsideAt } from "../../storage/set-aside.ts";
import { ZONE_LIST } from "./zone.ts";

/** Questions about single names of the list as it was at some watermark, each answered from the index in microseconds. */
export type ListedNames = {
  has(name: string, scope: "domain" | "host", watermark: number): boolean;
  /** Names strictly below `name` that were listed as domain or host at one of the two watermarks. */
  below(name: string, watermarks: readonly [number, number]): string[];
};

export function listedNames(db: Db): ListedNames {
  const list = listCode(ZONE_LIST);
  const [domain, host] = [scopeCode("domain"), scopeCode("host")];
  const activeAt = (watermark: number): string =>
    activeSql("entries", String(watermark), setAsideAt(db, ZONE_LIST, watermark));
  const one = remembered((watermark: number) =>
    db.sqlite
      .prepare(
        `SELECT 1 FROM entries WHERE list = :list AND sort_key = :key AND scope = :scope AND ${activeAt(watermark)} LIMIT 1`,
      )
      .pluck(),
  );
  // `!` stands between the labels of a sort key and `"` is the next byte: between them are the names below.
  const many = remembered((first: number, second: number) =>
    db.sqlite
      .prepare(
        `SELECT DISTINCT sort_key FROM entries
          WHERE list = :list AND sort_key > :key || '!' AND sort_key < :key || '"' AND scope IN (:domain, :host)
            AND ((${activeAt(first)}) OR (${activeAt(second)}))`,
      )
      .pluck(),
  );
  return {
    has: (name, scope, at) => one(at).get({ list, key: sortKey(name), scope: scopeCode(scope) }) !== undefined,
    below: (name, [first, second]) => {
      const keys = many(first, second).all({ list, key: sortKey(name), domain, host }) as string[];
      return keys.map(valueOfSortKey);
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
