import { sortKey, valueOfSortKey } from "../../protocol/sort-key.ts";
import { listCode, scopeCode } from "../../storage/codes.ts";
import type { Db } from "../../storage/database.ts";
import { ZONE_LIST } from "./zone.ts";

/** Questions about single names of the list as it was at some watermark, each answered from the index in microseconds. */
export type ListedNames = {
  has(name: string, scope: "domain" | "host", watermark: number): boolean;
  /** Names strictly below `name` that were listed as domain or host at one of the two watermarks. */
  below(name: string, watermarks: readonly [number, number]): string[];
};

const ACTIVE_AT = (at: string) => `added_event <= ${at} AND (removed_event IS NULL OR removed_event > ${at})`;

export function listedNames(db: Db): ListedNames {
  const list = listCode(ZONE_LIST);
  const one = db.sqlite
    .prepare(
      `SELECT 1 FROM entries WHERE list = :list AND sort_key = :key AND scope = :scope AND ${ACTIVE_AT(":at")} LIMIT 1`,
    )
    .pluck();
  // `!` stands between the labels of a sort key and `"` is the next byte: between them are the names below.
  const many = db.sqlite
    .prepare(
      `SELECT DISTINCT sort_key FROM entries
        WHERE list = :list AND sort_key > :key || '!' AND sort_key < :key || '"' AND scope IN (:domain, :host)
          AND ((${ACTIVE_AT(":first")}) OR (${ACTIVE_AT(":second")}))`,
    )
    .pluck();
  const [domain, host] = [scopeCode("domain"), scopeCode("host")];
  return {
    has: (name, scope, at) => one.get({ list, key: sortKey(name), scope: scopeCode(scope), at }) !== undefined,
    below: (name, [first, second]) => {
      const keys = many.all({ list, key: sortKey(name), domain, host, first, second }) as string[];
      return keys.map(valueOfSortKey);
    },
  };
}
