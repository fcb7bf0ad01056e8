import { describe, expect, test } from "vitest";
import { feedZone } from "../../../src/distribute/zone-transfer/feed.ts";
import type { Zone } from "../../../src/distribute/zone-transfer/zone.ts";
import { FakeKnot, ownersInZone } from "./fake-knot.ts";
import { Registry } from "./registry.ts";

const ZONE: Zone = { apex: "rpz.hifazat", sentinel: "sentinel.example" };

/** A registry and knotd, and what brings the one's news to the other. */
function setUp() {
  const registry = new Registry();
  const knot = new FakeKnot();
  const feed = () => feedZone({ db: registry.db, control: knot }, ZONE);
  const release = () => {
    registry.release();
    return feed();
  };
  return { registry, knot, feed, release };
}

// feed.test.ts holds it against the whole zone after any history: all that is new, and nothing that is not there.
describe("the zone of what came lately", () => {
  test("says_which_release_it_has_under_a_sentinel_of_its_own", async () => {
    const { knot, release } = setUp();
    await release();
    expect([...knot.recent.records].sort()).toEqual([
      "@ NS localhost.",
      expect.stringMatching(/^identity\.recent\.sentinel\.example TXT "sha256 [0-9a-f]{64}"$/),
      'recent.sentinel.example TXT "hifazat general 1"',
    ]);
  });

  test("is_set_before_the_whole_zone_so_that_nobody_waits_for_that", async () => {
    const { registry, knot, release } = setUp();
    await release();
    registry.list("a.com");
    knot.fault = (cmd) => {
      if (cmd === "zone-begin") expect(ownersInZone(knot.recent)).toEqual(["*.a.com", "a.com"]);
      return undefined;
    };
    await release();
    expect(knot.commands.filter((command) => command === "zone-begin")).toHaveLength(2);
  });

  test("forgets_a_name_after_eight_releases_by_when_it_is_long_known_from_the_whole_zone", async () => {
    const { registry, knot, release } = setUp();
    await release();
    registry.list("=a.com");
    for (let at = 0; at < 8; at++) {
      await release();
      expect(ownersInZone(knot.recent)).toEqual(["a.com"]);
    }
    await release();
    expect(ownersInZone(knot.recent)).toEqual([]);
    expect(ownersInZone(knot)).toEqual(["a.com"]);
  });

  test("has_a_name_that_went_and_came_back_and_none_that_went", async () => {
    const { registry, knot, release } = setUp();
    const [back, gone] = [registry.list("=back.com"), registry.list("=gone.com")];
    // So many that the release it reaches back to had both.
    for (let at = 0; at < 8; at++) await release();
    for (const order of [back, gone]) registry.unlist(order);
    await release();
    expect(ownersInZone(knot.recent)).toEqual([]);
    registry.list("=back.com");
    await release();
    expect(ownersInZone(knot.recent)).toEqual(["back.com"]);
  });

  test("stays_small_fewer_releases_when_they_are_large_and_nothing_of_one_that_is_too_large", async () => {
    const { registry, knot, release } = setUp();
    await release();
    const many = (count: number, letter: string) => Array.from({ length: count }, (_, at) => `=${letter}${at}.com`);
    registry.list(...many(3_000, "a"));
    await release();
    expect(ownersInZone(knot.recent)).toHaveLength(3_000);
    registry.list(...many(2_500, "b"));
    await release();
    expect(ownersInZone(knot.recent)).toEqual(
      many(2_500, "b")
        .map((text) => text.slice(1))
        .sort(),
    );
    registry.list(...many(5_001, "c"));
    await release();
    expect(ownersInZone(knot.recent)).toEqual([]);
    expect(ownersInZone(knot)).toHaveLength(3_000 + 2_500 + 5_001);
    registry.list("=d.com");
    await release();
    expect(ownersInZone(knot.recent)).toEqual(["d.com"]);
  });

  test("stays_small_when_a_domain_goes_and_gives_many_names_below_it_their_records_back", async () => {
    const { registry, knot, release } = setUp();
    registry.list(...Array.from({ length: 5_001 }, (_, at) => `=n${at}.a.com`));
    const domain = registry.list("a.com");
    await release();
    for (let at = 0; at < 8; at++) await release();
    registry.unlist(domain);
    await release();
    expect(ownersInZone(knot)).toHaveLength(5_001);
    expect(ownersInZone(knot.recent)).toEqual([]);
  });

  test("leaves_out_what_its_longer_apex_has_no_room_for_and_every_name_that_says_which_list_a_zone_holds", async () => {
    const { registry, knot, release } = setUp();
    const host = (length: number) => `${`${"a".repeat(60)}.`.repeat(3)}${"a".repeat(length - 187)}.com`;
    const longest = 253 - 1 - ZONE.apex.length;
    registry.list(`=${host(longest)}`, `=${host(longest - "recent-".length)}`);
    registry.list(ZONE.sentinel, `=identity.${ZONE.sentinel}`, `=recent.${ZONE.sentinel}`);
    await release();
    expect(
      ownersInZone(knot)
        .map((owner) => owner.length)
        .sort(),
    ).toEqual([longest, longest - "recent-".length, `recent.${ZONE.sentinel}`.length].sort());
    expect(ownersInZone(knot.recent)).toEqual([host(longest - "recent-".length)]);
  });

  test("that_cannot_be_fed_keeps_nothing_from_the_whole_zone_and_the_next_feed_mends_it", async () => {
    const { registry, knot, feed, release } = setUp();
    await release();
    registry.list("=a.com");
    knot.recent.fault = (cmd) => (cmd === "zone-commit" ? "out of memory" : undefined);
    await expect(release()).rejects.toMatchObject({ code: "zone_refused" });
    expect([ownersInZone(knot), knot.serial]).toEqual([["a.com"], 2]);
    expect([ownersInZone(knot.recent), knot.recent.serial]).toEqual([[], 1]);
    knot.recent.fault = () => undefined;
    expect(await feed()).toMatchObject({ kind: "current", release: 2 });
    expect([ownersInZone(knot.recent), knot.recent.serial]).toEqual([["a.com"], 2]);
  });

  test("that_knotd_does_not_have_is_a_fault_that_says_how_to_make_it_when_the_whole_zone_is_fed", async () => {
    const { registry, knot, release } = setUp();
    registry.list("=a.com");
    knot.recent.fault = (cmd) => (cmd === "zone-status" ? "no such zone found" : undefined);
    await expect(release()).rejects.toThrow(/no zone recent-rpz\.hifazat.*hifazat zone config --apex rpz\.hifazat/);
    expect(ownersInZone(knot)).toEqual(["a.com"]);
  });

  test("that_has_anything_else_in_it_is_put_right", async () => {
    const { registry, knot, release } = setUp();
    registry.list("=a.com");
    await release();
    knot.recent.records.add("stray.com CNAME .");
    await release();
    expect(ownersInZone(knot.recent)).toEqual(["a.com"]);
  });
});
