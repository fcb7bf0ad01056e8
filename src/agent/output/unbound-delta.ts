import { sortKey } from "../../protocol/sort-key.ts";

/** What `unbound-control` is to be told, a line each, in this order. */
export type UnboundDelta = {
  readonly local_datas_remove: readonly string[];
  readonly local_zones_remove: readonly string[];
  readonly local_zones: readonly string[];
  readonly local_datas: readonly string[];
};

type Zone = { readonly name: string; readonly type: string; readonly data: string[] };

/**
 * The difference of two of our include files. Zones stand in list order, so both are walked side by side, in little
 * memory; the few at the end (passes, sentinel) are not in order, and show up as gone and come at worst.
 */
export function unboundDelta(before: Iterable<string>, after: Iterable<string>): UnboundDelta {
  const gone = new Map<string, Zone>();
  const come = new Map<string, Zone>();
  const olds = zonesOf(before);
  const news = zonesOf(after);
  let old = olds.next();
  let fresh = news.next();
  while (!old.done || !fresh.done) {
    const step = old.done ? 1 : fresh.done ? -1 : compare(old.value.name, fresh.value.name);
    if (step === 0 && !old.done && !fresh.done && !same(old.value, fresh.value)) {
      gone.set(old.value.name, old.value);
      come.set(fresh.value.name, fresh.value);
    }
    if (step < 0 && !old.done) gone.set(old.value.name, old.value);
    if (step > 0 && !fresh.done) come.set(fresh.value.name, fresh.value);
    if (step <= 0) old = olds.next();
    if (step >= 0) fresh = news.next();
  }
  const removed = [...gone.values()].filter(({ name }) => !come.has(name));
  const changed = [...come.values()].filter((zone) => !same(gone.get(zone.name), zone));
  const dataGone = changed.filter(({ name }) => (gone.get(name)?.data.length ?? 0) > 0);
  return {
    local_datas_remove: dataGone.map(({ name }) => name),
    local_zones_remove: removed.map(({ name }) => name),
    local_zones: changed
      .filter(({ name, type }) => gone.get(name)?.type !== type)
      .map(({ name, type }) => `${name} ${type}`),
    local_datas: changed.flatMap(({ data }) => data),
  };
}

function compare(a: string, b: string): number {
  if (a === b) return 0;
  return sortKey(a.slice(0, -1)) < sortKey(b.slice(0, -1)) ? -1 : 1;
}

function same(a: Zone | undefined, b: Zone): boolean {
  return a?.type === b.type && a.data.length === b.data.length && a.data.every((data, at) => data === b.data[at]);
}

const ZONE = 'local-zone: "';
const DATA = 'local-data: "';

function* zonesOf(lines: Iterable<string>): Generator<Zone> {
  let zone: Zone | undefined;
  for (const line of lines) {
    if (line.startsWith(ZONE)) {
      if (zone !== undefined) yield zone;
      const end = line.indexOf('"', ZONE.length);
      zone = { name: line.slice(ZONE.length, end), type: line.slice(end + 2), data: [] };
    } else if (line.startsWith(DATA)) zone?.data.push(line.slice(DATA.length, -1));
  }
  if (zone !== undefined) yield zone;
}
