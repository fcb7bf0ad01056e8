import fc from "fast-check";
import { expect, test } from "vitest";
import { applyDelta, type Change, countChanges, formatDelta } from "../../src/protocol/delta.ts";
import { chooseBase } from "../../src/protocol/ladder.ts";
import { decideReleasePolicy } from "../../src/publish/decide-policy.ts";
import { deltaLadder, type LadderDelta } from "../../src/publish/delta-ladder.ts";
import { publish } from "../../src/publish/publish.ts";
import { type ReleaseSource, requestOf } from "../../src/publish/release-request.ts";
import { sha256 } from "../../src/publish/sha256.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import { releasePolicy } from "../../src/storage/release-policy.ts";
import type { ReleaseRow } from "../../src/storage/releases.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import { newRegistry } from "./registry.ts";
import { downloadFrom } from "./tree.ts";

const put = (value: string): Change => ({ kind: "put", line: { value, scope: "domain", category: "decency" } });
const drop = (value: string): Change => ({ kind: "drop", value, scope: "domain" });

type Changed = { readonly name: number; readonly what: "on" | "off" | "order off" };
const all = (what: Changed["what"], names: number[]) => names.map((name) => ({ name, what }));
const on = (...names: number[]) => all("on", names);
const off = (...names: number[]) => all("off", names);
const orderOff = (name: number) => all("order off", [name]);
/** Something comes, is rolled back, stays away while others come, and returns. */
const ROLLED_BACK = [
  { changes: on(0), turn: null, senior: true },
  { changes: [...on(1), ...off(0)], turn: null, senior: true },
  { changes: [], turn: 1, senior: false },
  { changes: on(2), turn: null, senior: false },
  { changes: [], turn: "end" as const, senior: true },
  { changes: on(3), turn: 3, senior: false },
];
/** A batch is held back, loses a name, and is let out; another is held back on top. */
const HELD_BACK = [
  { changes: on(0), turn: null, senior: false },
  { changes: [...on(1, 2, 3), ...off(0)], turn: null, senior: false },
  { changes: [...on(0), ...off(3)], turn: null, senior: false },
  { changes: on(4, 5), turn: null, senior: true },
  { changes: on(6, 7, 3), turn: null, senior: false },
  { changes: off(0, 1), turn: null, senior: true },
];
/** A mass removal is held back while others go, one of its names is ordered again, all is rolled back, and let out. */
const HELD_ON = [
  { changes: on(0, 1, 2, 3), turn: null, senior: true },
  { changes: [...orderOff(0), ...on(4)], turn: null, senior: false },
  { changes: [...off(4), ...on(1)], turn: null, senior: false },
  { changes: on(5), turn: 2, senior: false },
  { changes: on(6), turn: null, senior: true },
  { changes: off(6), turn: "end" as const, senior: true },
];

const named = (name: number): string => `name-${name}.example`;
const namesIn = (list = ""): string[] => list.match(/^name-\d\.example/gm) ?? [];

test("every_delta_takes_every_version_from_its_base_on_to_the_newest_list", async () => {
  // Each release: which of eight names to put on the list with one order, or to take off it, alone or with their whole
  // order; then, perhaps, a rollback or its end. Of more than two names at once, those above are held back, unless a senior
  // officer lets them out.
  const decisions = fc.array(
    fc.record({
      changes: fc.array(
        fc.record({ name: fc.integer({ min: 0, max: 7 }), what: fc.constantFrom("on", "on", "off", "order off") }),
        { maxLength: 5 },
      ),
      turn: fc.oneof(fc.constant(null), fc.constant("end" as const), fc.integer({ min: 1, max: 6 })),
      senior: fc.boolean(),
    }),
    { minLength: 2, maxLength: 8 },
  );
  await fc.assert(
    fc.asyncProperty(decisions, async (releases) => {
      const { root, db, publishing } = await newRegistry();
      const standing = new Map<number, { readonly order: string; readonly item: number }>();
      const lists: Uint8Array[] = [];
      let orders = 0;
      let rollbacks = 0;
      // Names that always stand, long enough that no delta is larger than the snapshot.
      approved(
        db,
        Array.from({ length: 40 }, (_, at) => `${sha256(Uint8Array.of(at)).slice(0, 30)}.example`),
        { number: "all" },
      );
      await publish(publishing, { releasedBy: "Senior S" });
      lists.push(new TextEncoder().encode((await downloadFrom(root))?.list ?? ""));
      for (const { changes, turn, senior } of releases) {
        for (const { name, what } of changes) {
          const found = standing.get(name);
          if (what === "on" || found === undefined) continue;
          const gone = [...standing].filter(
            ([other, { order }]) => order === found.order && (what === "order off" || other === name),
          );
          const items = gone.map(([, { item }]) => item);
          withdraw(db, found.order, { items, second: "C", reasons: "r", cleared: false }, "Officer A", NOW, 0);
          for (const [other] of gone) standing.delete(other);
        }
        const names = [...new Set(changes.filter(({ what }) => what === "on").map(({ name }) => name))];
        const fresh = names.filter((name) => !standing.has(name));
        if (fresh.length > 0) {
          orders += 1;
          const { id } = approved(db, fresh.map(named), { number: `N/${orders}` });
          for (const [at, name] of fresh.entries()) standing.set(name, { order: `o${id}`, item: at + 1 });
        }
        const target = turn === "end" || turn === null ? null : lists[turn - 1];
        const both = { second: "Senior C", reasons: "r" };
        if (target) rollbacks += 1;
        if (typeof turn === "number" && turn < lists.length)
          decideReleasePolicy(db, { kind: "roll_back", to: turn, ...both }, "Officer A", NOW);
        if (turn === "end" && releasePolicy(db).rollback !== null)
          decideReleasePolicy(db, { kind: "end_rollback", ...both }, "Officer A", NOW);
        const released = senior ? { releasedBy: "Senior S" } : {};
        // Whatever is too much is held back: nothing stops.
        await publish(publishing, { force: true, limits: { share: 0, floor: 2 }, ...released });
        const download = await downloadFrom(root);
        if (download === undefined) throw new Error("nothing published");
        const newest = new TextEncoder().encode(download.list);
        if (target && typeof turn === "number" && turn < lists.length) expect(sha256(newest)).toBe(sha256(target));
        // What is held back keeps blocked what was, and blocks nothing that was withdrawn.
        const before = namesIn(new TextDecoder().decode(lists.at(-1)));
        if (rollbacks === 0)
          for (const name of namesIn(download.list))
            expect([...before, ...[...standing.keys()].map(named)]).toContain(name);
        lists.push(newest);
        const bases = download.manifest.deltas.map(({ base }) => base);
        for (let version = 1; version < lists.length; version++) {
          const base = chooseBase(version, bases);
          for (const delta of bases.filter((each) => each <= version)) {
            const result = applyDelta(
              lists[version - 1] ?? new Uint8Array(),
              download.deltas.get(delta) ?? new Uint8Array(),
            );
            expect(sha256(result), `delta ${delta} on ${version}`).toBe(download.manifest.identity.sha256);
          }
          if (version === lists.length - 1) expect(base).toBe(version);
        }
      }
      if (releasePolicy(db).rollback !== null)
        decideReleasePolicy(db, { kind: "end_rollback", second: "Senior C", reasons: "r" }, "Officer A", NOW);
      await publish(publishing, { force: true, releasedBy: "Senior S" });
      expect(namesIn((await downloadFrom(root))?.list)).toEqual([...standing.keys()].sort().map(named));
    }),
    { numRuns: 8, examples: [[ROLLED_BACK], [HELD_BACK], [HELD_ON]] },
  );
});

/** A history of which a test says what was touched in it. */
const sourceOf = (touched: ReleaseSource["touched"], touches: ReleaseSource["touches"] = () => 0): ReleaseSource => ({
  active: () => ({ orders: [], entries: [] }),
  termsChanged: () => false,
  touches,
  touched,
});

async function allOf(ladder: AsyncIterable<LadderDelta>): Promise<LadderDelta[]> {
  const deltas = [];
  for await (const delta of ladder) deltas.push(delta);
  return deltas;
}

test("ladder_reads_each_stretch_of_the_history_once", async () => {
  const stretches: string[] = [];
  const source = sourceOf((_, after, upto) => {
    stretches.push(`${after}-${upto}`);
    return [put(`touched-${after}.example`)];
  });
  const row = (number: number): ReleaseRow => ({
    number,
    previous: number - 1,
    watermark: number * 10,
    publishedAt: 0,
    lists: {},
    manifestSha256: "",
    state: "published",
  });
  const request = requestOf("general", row(8), row);
  const deltas = await allOf(deltaLadder(source, request, 100));
  expect(deltas.map(({ base }) => base)).toEqual([7, 6, 4]);
  expect(stretches).toEqual(["70-80", "60-70", "40-60"]);
  expect(deltas.map(({ delta }) => countChanges(delta))).toEqual([1, 2, 3]);
});

test("with_the_deltas_of_the_release_before_no_stretch_but_one_that_it_left_out_is_read", async () => {
  const read: string[] = [];
  const source = sourceOf((_, after, upto) => {
    read.push(`${after}-${upto}`);
    return [put("from-4.example")];
  });
  const bases = [7, 6, 4].map((release) => ({ release, watermark: release * 10 }));
  const request = { list: "general" as const, release: 8, previous: 7, watermark: 80, publishedAt: 0, bases };
  const text = (change: Change) => new TextEncoder().encode(formatDelta([change]));
  const made = new Map([
    [7, text(put("from-7.example"))],
    [6, text(put("newer.example"))],
  ]);
  const deltas = await allOf(deltaLadder(source, request, 100, { delta: async (base) => made.get(base) }));
  expect(deltas.map(({ base, delta }) => [base, new TextDecoder().decode(delta)])).toEqual([
    [7, "+from-7.example\tdomain\tdecency\n"],
    [6, "+newer.example\tdomain\tdecency\n"],
    [4, "+from-4.example\tdomain\tdecency\n+newer.example\tdomain\tdecency\n"],
  ]);
  expect(read).toEqual(["40-60"]);
});

test("newer_state_of_a_target_wins_in_the_delta_from_an_older_base", async () => {
  const history = new Map([
    [10, [put("a.example"), drop("b.example"), put("z.example")]],
    [20, [drop("a.example"), put("b.example"), put("m.example")]],
  ]);
  const source = sourceOf((_, after) => history.get(after) ?? []);
  const bases = [
    { release: 2, watermark: 20 },
    { release: 1, watermark: 10 },
  ];
  const request = { list: "general" as const, release: 3, previous: 2, watermark: 30, publishedAt: 0, bases };
  const [, oldest] = await allOf(deltaLadder(source, request, 100));
  expect(new TextDecoder().decode(oldest?.delta)).toBe(
    "-a.example\tdomain\n+b.example\tdomain\tdecency\n+m.example\tdomain\tdecency\n+z.example\tdomain\tdecency\n",
  );
});

test("delta_of_a_large_part_of_a_large_list_is_not_made_nor_read", async () => {
  const many = Array.from({ length: 50_001 }, (_, at) => put(`n${String(at).padStart(6, "0")}.example`));
  let read = 0;
  const source = sourceOf(
    () => {
      read++;
      return many;
    },
    (_list, _after, _upto, most) => Math.min(many.length, most + 1),
  );
  const bases = [{ release: 1, watermark: 1 }];
  const request = { list: "general" as const, release: 2, previous: 1, watermark: 2, publishedAt: 0, bases };
  expect(await allOf(deltaLadder(source, request, 100_000))).toEqual([]);
  expect(read).toBe(0);
  expect((await allOf(deltaLadder(source, request, 1_000_000))).length).toBe(1);
});

test("delta_that_is_not_smaller_than_the_snapshot_is_left_out", async () => {
  const { root, db, publishing } = await newRegistry();
  const order = approved(db, ["a.example"]);
  await publish(publishing);
  withdraw(db, `o${order.id}`, { items: null, second: "C", reasons: "r", cleared: false }, "Officer A", NOW, 0);
  await publish(publishing);
  const download = await downloadFrom(root);
  expect(download?.manifest).toMatchObject({ release: 2, entries: 0, deltas: [] });
  expect(download?.list).toBe("");
});

test("name_that_no_release_held_is_in_no_delta_and_one_that_a_release_held_is_dropped_in_every_delta_from_before", async () => {
  const { root, db, publishing } = await newRegistry();
  const standing = Array.from({ length: 60 }, (_, at) => `${sha256(Uint8Array.of(at)).slice(0, 30)}.example`);
  approved(db, standing, { number: "all" });
  const offAgain = ({ id }: { id: number }) =>
    withdraw(db, `o${id}`, { items: null, second: "C", reasons: "r", cleared: false }, "Officer A", NOW, 0);
  const released = approved(db, ["back.example"], { number: "back/1" });
  await publish(publishing);

  offAgain(approved(db, ["mistake.example"], { number: "mistake" }));
  offAgain(released);
  approved(db, ["back.example"], { number: "back/2" });
  const brief = approved(db, ["brief.example"], { number: "brief" });
  await publish(publishing);
  const second = await downloadFrom(root);
  const text = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);
  expect(text(second?.deltas.get(1))).toBe("+back.example\tdomain\tdecency\n+brief.example\tdomain\tdecency\n");

  offAgain(brief);
  await publish(publishing);
  await publish(publishing, { force: true });
  await publish(publishing, { force: true });
  const fifth = await downloadFrom(root);
  expect([...(fifth?.deltas.keys() ?? [])]).toEqual([4, 2]);
  expect(text(fifth?.deltas.get(4))).toBe("");
  expect(text(fifth?.deltas.get(2))).toBe("-brief.example\tdomain\n");
  for (let more = 6; more <= 8; more++) await publish(publishing, { force: true });
  approved(db, ["late.example"], { number: "late" });
  await publish(publishing);
  const ninth = await downloadFrom(root);
  expect([...(ninth?.deltas.keys() ?? [])]).toEqual([8, 6, 4]);
  const everything = [...(ninth?.deltas.values() ?? [])].map(text).join("");
  expect(everything).not.toContain("mistake.example");
});
