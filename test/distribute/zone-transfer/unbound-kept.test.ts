import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import {
  keptZoneScript,
  type Pull,
  unboundConfiguration,
} from "../../../src/distribute/zone-transfer/resolver-config.ts";
import { ask, freePort, type Program, programsHere, run, until } from "../../fixtures/programs.ts";
import { ADDRESS, notify, OPEN_ADDRESS, Primary, startUnbound, ZONE } from "./primary.ts";
import { Registry } from "./registry.ts";

const here = programsHere("knotd", "knotc", "kdig", "unbound", "unbound-control", "dig");
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
  const control = `remote-control:
    control-enable: yes
    control-interface: "${pull.etc}/control.sock"
    control-use-cert: no
`;
  const program = await startUnbound(pull, port, pull.etc, unboundConfiguration(pull) + control);
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
    // So that it would not ask by itself before the test is over.
    const patient = before.replaceAll(" 10 10 604800 ", " 3600 3600 604800 ");
    expect(patient).not.toBe(before);
    writeFileSync(file, patient);
    await start();
    await answers("first.com", "NXDOMAIN");
    const conf = join(pull.etc, "unbound.conf");
    expect(await run("unbound-control", ["-c", conf, "auth_zone_transfer", ZONE.apex])).toMatchObject({ code: 0 });
    await answers("second.com", "NXDOMAIN");
    expect(primary.log.slice(mark)).toMatch(/IXFR, outgoing, remote 127\.0\.0\.1.*serial 1 -> 2/);
  },
);
