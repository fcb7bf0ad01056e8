import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { rpzLines } from "../../../src/agent/render/rpz.ts";
import { feedZone } from "../../../src/distribute/zone-transfer/feed.ts";
import { nextStep } from "../../../src/distribute/zone-transfer/step.ts";
import type { Zone } from "../../../src/distribute/zone-transfer/zone.ts";
import { FakeKnot, ownersInZone } from "./fake-knot.ts";
import { Registry } from "./registry.ts";

const ZONE: Zone = { apex: "rpz.hifazat", sentinel: "sentinel.example" };

/** The owners that the agent's RPZ file has for the same list: both ways to a resolver must block the same. */
function ownersInAgentsFile(registry: Registry): string[] {
  const source = {
    list: "general",
    release: 1,
    lines: () => registry.lines(),
    passes: [],
    sentinel: ZONE.sentinel,
  } as const;
  return [...rpzLines(source, { apex: ZONE.apex, action: { kind: "nxdomain" } }, 1)]
    .filter((line) => line.endsWith(" CNAME ."))
    .map((line) => line.slice(0, -" CNAME .".length))
    .sort();
}

describe("what the zone holds", () => {
  test("a_domain_blocks_below_a_host_does_not_and_a_url_leaves_dns_alone", async () => {
    const registry = new Registry();
    registry.list("a.com", "=b.com", "c.com/path");
    registry.release();
    const knot = new FakeKnot();
    const report = await feedZone({ db: registry.db, control: knot }, ZONE);
    expect(ownersInZone(knot)).toEqual(["*.a.com", "a.com", "b.com"]);
    expect(report).toMatchObject({ kind: "loaded", release: 1, from: undefined });
    expect(report.tally).toEqual({ carried: 2, covered: 0, leftOut: { url_scope: 1 } });
    expect(knot.records).toContain('sentinel.example TXT "hifazat general 1"');
    expect(knot.records).toContain("@ NS localhost.");
  });

  test("names_too_long_for_the_apex_are_counted_and_left_out", async () => {
    const name = (length: number, letter: string) =>
      `${`${letter.repeat(60)}.`.repeat(3)}${letter.repeat(length - 187)}.com`;
    // 255 octets are 253 characters: less the apex, its dot and, for a domain, the `*.` before it.
    const longest = 253 - 1 - ZONE.apex.length;
    const registry = new Registry();
    registry.list(
      name(longest - 2, "a"),
      name(longest - 1, "b"),
      `=${name(longest, "c")}`,
      `=${name(longest + 1, "d")}`,
    );
    registry.release();
    const knot = new FakeKnot();
    const { tally } = await feedZone({ db: registry.db, control: knot }, ZONE);
    expect(ownersInZone(knot).map((owner) => [owner.at(-5), owner.length])).toEqual([
      ["a", longest],
      ["a", longest - 2],
      ["c", longest],
    ]);
    expect(tally).toEqual({ carried: 2, covered: 0, leftOut: { too_long: 2 } });
    expect(ownersInZone(knot)).toEqual(ownersInAgentsFile(registry));
  });

  test("nobody_can_list_the_names_that_say_which_list_the_zone_holds", async () => {
    const registry = new Registry();
    registry.list(ZONE.sentinel, `=identity.${ZONE.sentinel}`);
    registry.release();
    const knot = new FakeKnot();
    const { tally } = await feedZone({ db: registry.db, control: knot }, ZONE);
    expect(ownersInZone(knot)).toEqual([]);
    expect(tally?.leftOut).toEqual({ sentinel_name: 2 });
  });

  test("unlisting_a_domain_gives_the_names_below_it_their_records_back", async () => {
    const registry = new Registry();
    registry.list("x.a.com", "=y.a.com", "z.x.a.com");
    const parent = registry.list("a.com");
    registry.release();
    const knot = new FakeKnot();
    await feedZone({ db: registry.db, control: knot }, ZONE);
    expect(ownersInZone(knot)).toEqual(["*.a.com", "a.com"]);
    registry.unlist(parent);
    registry.release();
    const report = await feedZone({ db: registry.db, control: knot }, ZONE);
    expect(ownersInZone(knot)).toEqual(["*.x.a.com", "x.a.com", "y.a.com"]);
    expect(report).toMatchObject({ kind: "changed", from: 1, release: 2 });
    // The whole list is read only for who asks.
    expect(report.tally).toBeUndefined();
    const counted = await feedZone({ db: registry.db, control: knot }, ZONE, { count: true });
    expect(counted).toMatchObject({ kind: "current", tally: { carried: 2, covered: 1, leftOut: {} } });
  });

  const names = [
    "a.com",
    "b.a.com",
    "c.b.a.com",
    "d.c.b.a.com",
    "e.a.com",
    "a-b.com",
    "aa.com",
    "b.a-b.com",
    "_x.a.com",
  ];
  const target = fc
    .tuple(fc.constantFrom(...names), fc.constantFrom("domain", "host", "url"))
    .map(([name, scope]) => (scope === "domain" ? name : scope === "host" ? `=${name}` : `${name}/p`));
  const action = fc.oneof(
    fc.record({ list: fc.uniqueArray(target, { minLength: 1, maxLength: 4 }) }),
    fc.record({ unlist: fc.nat(20) }),
    fc.record({ feed: fc.constant(true) }),
    fc.record({ rollBackTo: fc.nat(3) }),
    fc.record({ hold: fc.constantFrom("additions", "removals", "out") }),
  );

  test("after_any_history_and_any_gaps_the_fed_zone_is_the_one_a_full_rendering_gives", async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(action, { maxLength: 25 }), async (actions) => {
        const registry = new Registry();
        const knot = new FakeKnot();
        const orders: string[] = [];
        let fed = 0;
        for (const step of [...actions, { feed: true }]) {
          if ("list" in step) orders.push(registry.list(...step.list));
          else if ("unlist" in step) {
            const [order] = orders.splice(step.unlist % (orders.length || 1), 1);
            if (order !== undefined) registry.unlist(order);
          } else if ("rollBackTo" in step) registry.turn(step.rollBackTo);
          else if ("hold" in step) registry.hold(step.hold);
          else {
            registry.release();
            const before = new Set(ownersInZone(knot));
            const { kind } = await feedZone({ db: registry.db, control: knot }, ZONE);
            expect(kind).toBe(fed++ === 0 ? "loaded" : "changed");
            expect(ownersInZone(knot)).toEqual(ownersInAgentsFile(registry));
            // Of what came lately: all that is new, and nothing that the whole zone has not.
            const came = ownersInZone(knot).filter((owner) => !before.has(owner));
            expect(ownersInZone(knot.recent)).toEqual(expect.arrayContaining(came));
            expect(ownersInZone(knot)).toEqual(expect.arrayContaining(ownersInZone(knot.recent)));
            expect(knot.recent.serial).toBe(knot.serial);
          }
        }
        registry.db.sqlite.close();
      }),
      { numRuns: 120 },
    );
  });

  test("several_releases_are_fed_as_one_transaction", async () => {
    const registry = new Registry();
    const knot = new FakeKnot();
    registry.release();
    await feedZone({ db: registry.db, control: knot }, ZONE);
    const brief = registry.list("brief.com");
    registry.release();
    registry.unlist(brief);
    registry.list("stays.com");
    registry.release();
    knot.commands.length = 0;
    const report = await feedZone({ db: registry.db, control: knot }, ZONE);
    expect(report).toMatchObject({ kind: "changed", from: 1, release: 3, set: 4, unset: 2 });
    expect(knot.commands.filter((command) => command === "zone-commit")).toHaveLength(1);
    expect(ownersInZone(knot)).toEqual(["*.stays.com", "stays.com"]);
  });

  test("what_is_only_committed_is_not_fed", async () => {
    const registry = new Registry();
    registry.release();
    registry.list("early.com");
    registry.release("committed");
    const knot = new FakeKnot();
    expect((await feedZone({ db: registry.db, control: knot }, ZONE)).release).toBe(1);
    expect(ownersInZone(knot)).toEqual([]);
  });

  test("a_registry_without_a_release_feeds_nothing", async () => {
    const feeding = feedZone({ db: new Registry().db, control: new FakeKnot() }, ZONE);
    await expect(feeding).rejects.toMatchObject({ code: "not_found" });
  });
});

describe("serials", () => {
  const row = (registry: Registry) => registry.release();

  test("a_zone_ahead_of_the_registry_is_never_taken_back", async () => {
    const registry = new Registry();
    row(registry);
    const knot = new FakeKnot();
    knot.serial = 2;
    await expect(feedZone({ db: registry.db, control: knot }, ZONE)).rejects.toMatchObject({ code: "zone_ahead" });
    expect(knot.commands).not.toContain("zone-begin");
  });

  test("comparison_is_that_of_rfc_1982", () => {
    const release = { ...row(new Registry()), number: 5 };
    const none = () => undefined;
    const step = (serial: number) => () => nextStep({ serial, identity: undefined }, release, none);
    expect(step(4)()).toEqual({ kind: "compared" });
    expect(step(0xffff_fff0)()).toEqual({ kind: "compared" });
    expect(step(6)).toThrow(/serial 6/);
    expect(step(2 ** 31 + 5)).toThrow();
    expect(step(2 ** 31 + 6)()).toEqual({ kind: "compared" });
  });

  test("the_same_number_with_another_list_is_refused_and_a_higher_one_puts_the_zone_right", async () => {
    const lost = new Registry();
    lost.list("lost.com", "both.com");
    lost.release();
    const knot = new FakeKnot();
    await feedZone({ db: lost.db, control: knot }, ZONE);

    const restored = new Registry();
    restored.list("both.com", "new.com");
    restored.release();
    const ports = { db: restored.db, control: knot };
    await expect(feedZone(ports, ZONE)).rejects.toMatchObject({ code: "zone_ahead" });
    restored.release();
    expect(await feedZone(ports, ZONE)).toMatchObject({ kind: "compared", from: 1, release: 2 });
    expect(ownersInZone(knot)).toEqual(ownersInAgentsFile(restored));
  });

  test("feeding_twice_changes_nothing", async () => {
    const registry = new Registry();
    registry.list("a.com");
    row(registry);
    const knot = new FakeKnot();
    await feedZone({ db: registry.db, control: knot }, ZONE);
    knot.commands.length = 0;
    expect(await feedZone({ db: registry.db, control: knot }, ZONE)).toMatchObject({
      kind: "current",
      set: 0,
      unset: 0,
    });
    expect(knot.commands).not.toContain("zone-begin");
  });
});

describe("what a hand or another program put into the zone", () => {
  test("is_taken_out_and_what_is_missing_comes_back", async () => {
    const registry = new Registry();
    registry.list("a.com", "=b.com");
    registry.release();
    const knot = new FakeKnot();
    knot.serial = 0;
    knot.records = new Set([
      "@ NS ns.elsewhere.",
      "a.com CNAME .",
      "b.com A 192.0.2.1",
      "*.b.com CNAME .",
      "z.com CNAME .",
    ]);
    expect(await feedZone({ db: registry.db, control: knot }, ZONE)).toMatchObject({ kind: "compared" });
    expect(ownersInZone(knot)).toEqual(ownersInAgentsFile(registry));
    expect([...knot.records].filter((record) => !record.includes("CNAME"))).toHaveLength(3);
  });
});

describe("a feed that fails", () => {
  test.each(["zone-begin", "zone-set", "zone-unset", "zone-commit"])(
    "at_%s_leaves_the_zone_as_it_was",
    async (command) => {
      const registry = new Registry();
      const order = registry.list("a.com");
      registry.release();
      const knot = new FakeKnot();
      const ports = { db: registry.db, control: knot };
      await feedZone(ports, ZONE);
      const before = new Set(knot.records);
      registry.unlist(order);
      registry.list("b.com");
      registry.release();
      knot.fault = (cmd) => (cmd === command ? "out of memory" : undefined);
      await expect(feedZone(ports, ZONE)).rejects.toMatchObject({ code: "zone_refused" });
      expect([knot.records, knot.serial, knot.pending]).toEqual([before, 1, undefined]);
      knot.fault = () => undefined;
      await feedZone(ports, ZONE);
      expect(ownersInZone(knot)).toEqual(["*.b.com", "b.com"]);
    },
  );

  test("a_transaction_that_a_dead_feed_left_open_is_thrown_away", async () => {
    const registry = new Registry();
    registry.list("a.com");
    registry.release();
    const knot = new FakeKnot();
    knot.pending = { records: new Set(["half.com CNAME ."]), serial: 7 };
    await feedZone({ db: registry.db, control: knot }, ZONE);
    expect(ownersInZone(knot)).toEqual(["*.a.com", "a.com"]);
    expect(knot.serial).toBe(1);
  });
});
