import { readFileSync, rmSync } from "node:fs";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { listSubscriptions } from "../../../src/distribute/zone-transfer/keys.ts";
import { recentApex } from "../../../src/distribute/zone-transfer/zone.ts";
import { programsHere, run } from "../../fixtures/programs.ts";
import { ADDRESS, Primary, ZONE } from "./primary.ts";
import { Registry } from "./registry.ts";

const here = programsHere("knotd", "knotc", "kdig");

describe.skipIf(!here)("Knot DNS", () => {
  let primary: Primary;
  let registry: Registry;
  let key: { name: string; secret: string };

  beforeEach(async () => {
    primary = new Primary();
    registry = new Registry();
    await primary.start();
    registry.list("a.com", "=b.com");
    registry.release();
    await primary.feed(registry);
    key = { name: "isp", secret: await primary.admit({ name: "isp" }) };
  });
  afterEach(() => primary.stop());

  const owners = async () =>
    (await primary.records(key))
      .filter((record) => record.endsWith(" IN CNAME ."))
      .map((record) => record.slice(0, record.indexOf(`.${ZONE.apex}.`)));

  test("serves_the_whole_zone_with_the_release_as_serial", async () => {
    expect(await primary.transfer("AXFR", key)).toMatch(
      /SOA\s+localhost\. hostmaster\.rpz\.hifazat\. 1 10 10 604800 60/,
    );
    const identity = registry.release().lists.general?.identity;
    expect(await primary.records(key)).toEqual(
      [
        `*.a.com.${ZONE.apex}. 60 IN CNAME .`,
        `a.com.${ZONE.apex}. 60 IN CNAME .`,
        `b.com.${ZONE.apex}. 60 IN CNAME .`,
        `${ZONE.apex}. 60 IN NS localhost.`,
        `${ZONE.sentinel}.${ZONE.apex}. 60 IN TXT "hifazat general 1"`,
        `identity.${ZONE.sentinel}.${ZONE.apex}. 60 IN TXT "sha256 ${identity}"`,
      ].sort(),
    );
  });

  test.each([ZONE.apex, recentApex(ZONE.apex)])(
    "sends_nothing_of_%s_without_a_key_bya_wrong_one_or_bya_revoked_one",
    async (apex) => {
      const transfer = (by?: typeof key, type = "AXFR") => primary.transfer(type, by, apex);
      expect(await transfer()).toContain("NOTAUTH");
      const wrong = { ...key, secret: Buffer.alloc(32, "wrong").toString("base64") };
      expect(await transfer(wrong)).toMatch(/BADSIG/);
      expect(await transfer({ ...key, name: "other" })).toMatch(/BADKEY/);
      for (const answer of [await transfer(), await transfer(wrong)]) expect(answer).not.toContain("a.com");

      const other = { name: "isp-2", secret: await primary.admit({ name: "isp-2" }) };
      expect(await transfer(other)).toContain("a.com");
      expect(await transfer(key)).toContain("a.com");
      await primary.revoke("isp");
      const revoked = await transfer(key);
      expect(revoked).toContain("BADKEY");
      expect(revoked).not.toContain("a.com");
      expect(await transfer(key, "IXFR=0")).not.toContain("a.com");
      // And nobody else loses anything.
      expect(await transfer(other)).toContain("a.com");
    },
  );

  test("a_key_can_be_tied_to_addresses_and_an_address_can_do_without_a_key", async () => {
    const tied = { name: "tied", secret: await primary.admit({ name: "tied", from: ["192.0.2.0/24"] }) };
    expect(await primary.transfer("AXFR", tied)).not.toContain("a.com");
    await primary.admit({ name: "unbound", proof: "address", from: [ADDRESS] });
    const both = () =>
      Promise.all([ZONE.apex, recentApex(ZONE.apex)].map((apex) => primary.transfer("AXFR", undefined, apex)));
    for (const answer of await both()) expect(answer).toContain("a.com");
    await primary.revoke("unbound");
    for (const answer of await both()) expect(answer).not.toContain("a.com");
  });

  test("keeps_its_subscribers_and_the_zone_through_a_power_cut", async () => {
    registry.list("c.com");
    registry.release();
    await primary.feed(registry);
    await primary.killAndStart();
    expect(await owners()).toContain("c.com");
    expect(await primary.controlled((control) => listSubscriptions(control, ZONE.apex))).toEqual([
      { name: "isp", proof: "tsig", from: [], notify: [] },
    ]);
    await primary.transfer("IXFR=1", key);
    expect(primary.log).toMatch(/IXFR, outgoing, remote 127\.0\.0\.1.*serial 1 -> 2/);
  });

  test("answers_by_ixfr_from_further_back_than_its_default_journal", async () => {
    for (let at = 0; at < 30; at++) {
      registry.list(`n${at}.com`);
      registry.release();
      await primary.feed(registry);
    }
    for (const serial of [1, 2, 5, 11, 30]) {
      const answer = await primary.transfer(`IXFR=${serial}`, key);
      // Not the whole zone: only what came after.
      expect(answer).not.toMatch(/^a\.com/m);
      if (serial > 2) expect(answer).not.toMatch(/^n0\.com/m);
      expect(answer).toMatch(/^n29\.com/m);
    }
  });

  test("killed_in_the_middle_of_a_transaction_has_the_old_zone_whole_and_the_next_feed_completes", async () => {
    const before = await primary.records(key);
    registry.list("c.com");
    registry.release();
    await primary.controlled(async (control) => {
      await control.call({ cmd: "zone-begin", zone: ZONE.apex });
      const record = { zone: ZONE.apex, owner: "c.com", ttl: "60", type: "CNAME", data: "." };
      await control.callEach("zone-set", [record]);
      expect(await primary.records(key)).toEqual(before);
      const cut = primary.killAndStart();
      await expect(control.call({ cmd: "zone-commit", zone: ZONE.apex })).rejects.toMatchObject({
        code: "zone_unreachable",
      });
      await cut;
    });
    expect(await primary.records(key)).toEqual(before);
    expect(await primary.feed(registry)).toMatchObject({ kind: "changed", from: 1, release: 2 });
    expect(await owners()).toEqual(["*.a.com", "*.c.com", "a.com", "b.com", "c.com"]);
  });

  test("a_feed_that_died_left_its_transaction_open_and_the_next_one_is_not_mixed_with_it", async () => {
    await primary.controlled(async (control) => {
      await control.call({ cmd: "zone-begin", zone: ZONE.apex });
      const record = { zone: ZONE.apex, owner: "stray.com", ttl: "60", type: "CNAME", data: "." };
      await control.callEach("zone-set", [record]);
    });
    registry.list("c.com");
    registry.release();
    await primary.feed(registry);
    expect(await owners()).toEqual(["*.a.com", "*.c.com", "a.com", "b.com", "c.com"]);
  });

  test("that_lost_its_zone_file_is_loaded_anew", async () => {
    expect(readFileSync(primary.zoneFile, "utf8")).toContain("a.com");
    registry.list("c.com");
    registry.release();
    await primary.feed(registry);
    rmSync(primary.zoneFile);
    await primary.killAndStart();
    registry.list("d.com");
    registry.release();
    expect(await primary.feed(registry)).toMatchObject({ kind: "loaded", from: undefined, release: 3 });
    expect(await owners()).toEqual(["*.a.com", "*.c.com", "*.d.com", "a.com", "b.com", "c.com", "d.com"]);
    await primary.killAndStart();
    expect(await owners()).toContain("d.com");
  });

  test("with_a_zone_that_a_hand_has_changed_is_put_right", async () => {
    const script = [
      ["zone-begin"],
      ["zone-set", "z.com", "60", "A", "192.0.2.1"],
      ["zone-unset", "a.com"],
      ["zone-unset", "b.com"],
      ["zone-set", "b.com", "86400", "CNAME", "."],
      ["zone-set", "@", "60", "SOA", "localhost. a. 0 60 10 604800 60"],
      ["zone-commit"],
    ];
    for (const [command = "", ...words] of script)
      expect(await run("knotc", ["-s", primary.socket, command, ZONE.apex, ...words])).toMatchObject({ code: 0 });
    registry.release();
    // Serial 0 is no release's.
    expect(await primary.feed(registry)).toMatchObject({ kind: "compared", from: 0, release: 2 });
    expect(await owners()).toEqual(["*.a.com", "a.com", "b.com"]);
    expect(await primary.records(key)).toContain(`b.com.${ZONE.apex}. 60 IN CNAME .`);
  });

  test("ahead_of_the_registry_is_not_taken_back", async () => {
    for (let at = 0; at < 2; at++) registry.release();
    await primary.feed(registry);
    const restored = new Registry();
    restored.release();
    await expect(primary.feed(restored)).rejects.toMatchObject({ code: "zone_ahead" });
    expect(await primary.transfer("SOA", key)).toContain(" 3 10 10 604800 60");
  });

  test("without_the_zone_says_how_to_make_it", async () => {
    const { feedZone } = await import("../../../src/distribute/zone-transfer/feed.ts");
    const feeding = primary.controlled((control) =>
      feedZone({ db: registry.db, control }, { ...ZONE, apex: "other.zone" }),
    );
    await expect(feeding).rejects.toThrow(/hifazat zone config --apex other\.zone/);
  });

  test("a_name_taken_a_name_unknown_and_an_open_configuration_change_nothing", async () => {
    await expect(primary.admit({ name: "isp" })).rejects.toMatchObject({ code: "conflict" });
    await expect(primary.revoke("nobody")).rejects.toMatchObject({ code: "not_found" });
    await expect(primary.admit({ name: "no dots.here" })).rejects.toMatchObject({ code: "bad_request" });
    await expect(primary.admit({ name: "x", proof: "address" })).rejects.toMatchObject({ code: "bad_request" });
    await expect(primary.admit({ name: "x", notify: ["ns.isp.pk"] })).rejects.toMatchObject({ code: "bad_request" });
    await run("knotc", ["-s", primary.socket, "conf-begin"]);
    await expect(primary.admit({ name: "x" })).rejects.toMatchObject({ code: "zone_busy" });
    await run("knotc", ["-s", primary.socket, "conf-abort"]);
    await primary.admit({ name: "x" });
    expect(await primary.transfer("AXFR", key)).toContain("a.com");
  });
});
