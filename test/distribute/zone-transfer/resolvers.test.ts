import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { feedRecent } from "../../../src/distribute/zone-transfer/recent.ts";
import { recentApex, recentZone } from "../../../src/distribute/zone-transfer/zone.ts";
import { ask, freePort, type Program, programsHere, until } from "../../fixtures/programs.ts";
import { ADDRESS, notify, OPEN_ADDRESS, Primary, ZONE } from "./primary.ts";
import { Registry } from "./registry.ts";

const RESOLVERS = [
  { kind: "bind", program: "named", proof: "tsig", refusal: /tsig indicates error/ },
  { kind: "powerdns", program: "pdns_recursor", proof: "tsig", refusal: /IXFR zone.*Not Authorized/ },
  { kind: "unbound", program: "unbound", proof: "address", refusal: /xfr to .* failed, packet with rcode NOTAUTH/ },
] as const;

describe.each(RESOLVERS)("$kind with the list by zone transfer", ({ kind, program, proof, refusal }) => {
  const here = programsHere("knotd", "knotc", "kdig", "dig", program);
  const registry = new Registry();
  const primary = new Primary();
  let port = 0;
  let resolver: Program;

  beforeAll(async () => {
    if (!here) return;
    await primary.start();
    registry.list("first.com", "=only.com", "page.com/path");
    registry.release();
    await primary.feed(registry);
    port = await freePort();
    const notify = kind === "powerdns" ? [] : [`${ADDRESS}@${port}`];
    const secret = await primary.admit({ name: kind, proof, from: proof === "tsig" ? [] : [ADDRESS], notify });
    resolver = await primary.resolver(kind, port, secret);
  });
  afterAll(() => primary.stop());

  /** Until the resolver answers so; a name that stays as it was fails the test. */
  const answers = (name: string, expected: string) =>
    until(
      () => `${name} to be ${expected}:\n${resolver.output.slice(-3000)}\n${primary.log.slice(-3000)}`,
      async () => {
        const { status, data } = await ask(port, name);
        return (status === "NOERROR" ? data.join() : status) === expected;
      },
    );
  const blocked = (name: string) => answers(name, "NXDOMAIN");
  const open = (name: string) => answers(name, OPEN_ADDRESS);

  test.skipIf(!here)("blocks_what_the_release_lists_and_nothing_else", async () => {
    await blocked("first.com");
    await blocked("deep.under.first.com");
    await blocked("only.com");
    await open("www.only.com");
    await open("page.com");
    await open("www.page.com");
    await open("elsewhere.com");
    await until("the sentinel to name the release", async () =>
      (await ask(port, ZONE.sentinel, "TXT")).data.includes('"hifazat general 1"'),
    );
  });

  test.skipIf(!here)("what_came_lately_is_blocked_before_it_has_the_whole_of_the_release", async () => {
    await open("early.com");
    const order = registry.list("early.com");
    const release = registry.release();
    await primary.controlled((control) => feedRecent({ db: registry.db, control }, ZONE, release));
    await blocked("early.com");
    await blocked("sub.early.com");
    expect((await ask(port, recentZone(ZONE).sentinel, "TXT")).data).toEqual(['"hifazat general 2"']);
    expect((await ask(port, ZONE.sentinel, "TXT")).data).toEqual(['"hifazat general 1"']);
    await primary.feed(registry);
    await blocked("early.com");
    await blocked("sub.early.com");
    registry.unlist(order);
    registry.release();
    await primary.feed(registry);
    await open("early.com");
    await blocked("first.com");
  });

  test.skipIf(!here)("takes_an_addition_and_a_removal_by_ixfr", async () => {
    await open("second.com");
    await open("sub.second.com");
    const mark = primary.log.length;
    const order = registry.list("second.com");
    const { number } = registry.release();
    expect(await primary.feed(registry)).toMatchObject({ kind: "changed", from: number - 1, release: number });
    await blocked("second.com");
    await blocked("sub.second.com");
    await blocked("first.com");
    registry.unlist(order);
    registry.release();
    await primary.feed(registry);
    await open("second.com");
    await open("sub.second.com");
    await blocked("first.com");
    for (const from of [number - 1, number])
      await primary.logged(new RegExp(`\\[rpz\\.hifazat\\.\\] IXFR, outgoing, .*serial ${from} -> ${from + 1}`), mark);
    expect(primary.log.slice(mark)).not.toMatch(/AXFR, outgoing/);
  });

  test.skipIf(!here)("revoked_it_gets_nothing_new_and_keeps_what_it_has", async () => {
    await primary.revoke(kind);
    registry.list("third.com");
    registry.release();
    await primary.feed(registry);
    const [mark, logged] = [primary.log.length, resolver.output.length];
    for (const apex of [recentApex(ZONE.apex), ZONE.apex]) await notify(port, apex);
    // It did ask, and was told no: that nothing came is not because nothing was asked for.
    await resolver.says(refusal, logged);
    await blocked("first.com");
    await open("third.com");
    expect(primary.log.slice(mark)).not.toMatch(/[AI]XFR, outgoing/);
  });
});
