import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { keptZoneScript, type Pull } from "../../../src/distribute/zone-transfer/resolver-config.ts";
import { ask, freePort, type Program, programsHere, run, until } from "../../fixtures/programs.ts";
import { ADDRESS, notify, OPEN_ADDRESS, Primary, startUnbound, ZONE } from "./primary.ts";
import { Registry } from "./registry.ts";

const here = programsHere("knotd", "knotc", "kdig", "unbound", "dig");
const registry = new Registry();
const primary = new Primary();
const programs: Program[] = [];
let pull: Pull;
let file = "";
let port = 0;

beforeAll(async () => {
  if (!here) return;
  await primary.start();
  registry.list("first.com");
  registry.release();
  await primary.feed(registry);
  port = await freePort();
  pull = primary.pullFor("unbound");
  file = join(pull.folder, `${ZONE.apex}.zone`);
});
afterAll(async () => {
  for (const program of programs) await program.stop("SIGKILL");
  await primary.stop();
});

const admit = () =>
  primary.admit({ name: "unbound", proof: "address", from: [ADDRESS], notify: [`${ADDRESS}@${port}`] });
const refresh = () => run("sh", ["-c", keptZoneScript(pull)]);

async function start(): Promise<Program> {
  const program = await startUnbound(pull, port, pull.etc);
  programs.push(program);
  return program;
}

const answers = (name: string, expected: string) =>
  until(
    () => `${name} to be ${expected}:\n${programs.at(-1)?.output.slice(-3_000)}`,
    async () => {
      const { status, data } = await ask(port, name);
      return (status === "NOERROR" ? data.join() : status) === expected;
    },
  );

test.skipIf(!here)("a_transfer_that_is_refused_leaves_no_file_and_the_one_before_as_it_was", async () => {
  expect((await refresh()).code).not.toBe(0);
  expect(existsSync(file)).toBe(false);
  await admit();
  expect(await refresh()).toMatchObject({ code: 0 });
  const before = readFileSync(file, "utf8");
  await primary.revoke("unbound");
  expect((await refresh()).code).not.toBe(0);
  expect(readFileSync(file, "utf8")).toBe(before);
});

test.skipIf(!here)(
  "unbound_follows_releases_without_writing_its_file_and_starts_with_it_while_nobody_gives_it_more",
  async () => {
    await admit();
    const before = readFileSync(file, "utf8");
    const first = await start();
    await answers("first.com", "NXDOMAIN");
    registry.list("second.com");
    registry.release();
    await primary.feed(registry);
    await answers("second.com", "NXDOMAIN");
    await first.says(/could not open .*rpz\.hifazat\.zone\.tmp\d+: Permission denied/);
    expect(readFileSync(file, "utf8")).toBe(before);
    await first.stop("SIGKILL");

    await primary.revoke("unbound");
    const second = await start();
    await answers("first.com", "NXDOMAIN");
    await notify(port, ZONE.apex);
    await second.says(/xfr to .* failed, packet with rcode NOTAUTH/);
    await answers("second.com", OPEN_ADDRESS);

    const mark = primary.log.length;
    await second.stop("SIGKILL");
    await admit();
    await start();
    await answers("first.com", "NXDOMAIN");
    await notify(port, ZONE.apex);
    await answers("second.com", "NXDOMAIN");
    expect(primary.log.slice(mark)).toMatch(/IXFR, outgoing, remote 127\.0\.0\.1.*serial 1 -> 2/);
  },
);
