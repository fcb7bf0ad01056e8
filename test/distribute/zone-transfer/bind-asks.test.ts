import { existsSync, utimesSync } from "node:fs";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { feedRecent } from "../../../src/distribute/zone-transfer/recent.ts";
import { recentApex } from "../../../src/distribute/zone-transfer/zone.ts";
import { ask, freePort, type Program, programsHere, until } from "../../fixtures/programs.ts";
import { OPEN_ADDRESS, Primary, ZONE } from "./primary.ts";
import { Registry } from "./registry.ts";

const here = programsHere("knotd", "knotc", "kdig", "dig", "named");

describe.skipIf(!here)("bind", () => {
  let primary: Primary;
  let registry: Registry;
  let secret = "";
  let port = 0;
  let resolver: Program;

  beforeEach(async () => {
    primary = new Primary();
    registry = new Registry();
    await primary.start();
    registry.list("first.com");
    registry.release();
    await primary.feed(registry);
    // So that nobody waits for ten seconds: the SOA says when, and BIND's own bounds do not.
    await askEverySecond(ZONE.apex, 604_800);
    await askEverySecond(recentApex(ZONE.apex), 600);
    port = await freePort();
    secret = await primary.admit({ name: "bind" });
    resolver = await primary.resolver("bind", port, secret);
    for (const zone of ["rpz", "recent-rpz"])
      await resolver.says(new RegExp(`zone ${zone}\\.hifazat/IN: transferred serial 1`));
    await answers("first.com", "NXDOMAIN");
  });
  afterEach(() => primary.stop());

  const askEverySecond = (zone: string, expire: number) =>
    primary.controlled(async (control) => {
      await control.call({ cmd: "zone-begin", zone });
      const data = `localhost. hostmaster.${zone}. 1 1 1 ${expire} 60`;
      await control.callEach("zone-set", [{ zone, owner: "@", ttl: "60", type: "SOA", data }]);
      await control.call({ cmd: "zone-commit", zone });
    });

  const answers = (name: string, expected: string) =>
    until(
      () => `${name} to be ${expected}:\n${resolver.output.slice(-3_000)}\n${primary.log.slice(-2_000)}`,
      async () => {
        const { status, data } = await ask(port, name);
        return (status === "NOERROR" ? data.join() : status) === expected;
      },
    );

  test("that_no_notify_reaches_asks_as_often_as_the_zone_says", async () => {
    registry.list("second.com");
    registry.release();
    await primary.feed(registry);
    await answers("second.com", "NXDOMAIN");
  });

  test("that_cannot_ask_any_more_drops_what_came_lately_and_keeps_the_whole_list", async () => {
    registry.list("early.com");
    const release = registry.release();
    await primary.controlled((control) => feedRecent({ db: registry.db, control }, ZONE, release));
    await answers("early.com", "NXDOMAIN");
    await primary.revoke("bind");
    await resolver.stop("SIGTERM");
    const file = join(primary.folder, "bind", "zone", `${recentApex(ZONE.apex)}.zone`);
    // Older than what came lately is good for, and younger than a week.
    const then = Date.now() / 1_000 - 601;
    for (const of of [file, `${file}.jnl`]) if (existsSync(of)) utimesSync(of, then, then);
    resolver = await primary.resolver("bind", port, secret);
    await resolver.says(/zone recent-rpz\.hifazat\/IN: expired/);
    await answers("early.com", OPEN_ADDRESS);
    expect((await ask(port, "first.com")).status).toBe("NXDOMAIN");
    expect((await ask(port, "deep.under.first.com")).status).toBe("NXDOMAIN");
  });
});
