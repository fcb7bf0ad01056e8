import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { hifazat } from "../../fixtures/command.ts";
import { hifazatHere } from "../../fixtures/command-here.ts";
import { approved } from "../../fixtures/orders.ts";
import { freePort, Program, programsHere, run, until } from "../../fixtures/programs.ts";
import { HifazatProcess } from "../../fixtures/server-process.ts";
import { newRegistry, temporaryFolder } from "../../publish/registry.ts";

const here = programsHere("knotd", "knotc", "kdig");

/** A registry, and knotd as `zone config` sets it up; `zone` runs a command on both. */
async function registryAndKnot() {
  const registry = await newRegistry();
  const folder = temporaryFolder();
  const port = await freePort();
  const listen = ["--listen", `127.0.0.1@${port}`, "--rundir", folder, "--storage", folder];
  const { stdout } = await hifazatHere(["zone", "config", ...listen, "--no-user", "--log", "stderr"]);
  writeFileSync(join(folder, "knot.conf"), stdout);
  const database = join(folder, "confdb");
  expect(await run("knotc", ["-C", database, "conf-import", join(folder, "knot.conf")])).toMatchObject({ code: 0 });
  const knotd = new Program("knotd", ["-C", database]);
  onTestFinished(() => knotd.stop("SIGKILL"));
  const socket = join(folder, "knot.sock");
  await until("knotd to answer", async () => (await run("knotc", ["-s", socket, "status"])).code === 0);
  const data = ["--data", registry.root];
  return {
    registry,
    folder,
    publish: () => hifazatHere(["publish", ...data]),
    ownProcess: (...args: string[]) => hifazat(["zone", ...args, "--socket", socket, ...data]),
    zone: (...args: string[]) => hifazatHere(["zone", ...args, "--socket", socket, ...data]),
    list: () => hifazatHere(["zone", "key", "list", "--socket", socket]),
    transfer: async (secret: string) => {
      const tsig = ["-y", `hmac-sha256:isp:${secret}`];
      return (await run("kdig", ["@127.0.0.1", "-p", String(port), ...tsig, "rpz.hifazat", "AXFR"])).output;
    },
  };
}

test.skipIf(!here)("from_order_to_transfer_and_a_subscriber_shut_out", async () => {
  const { registry, publish, ownProcess, zone, list, transfer } = await registryAndKnot();
  approved(registry.db, ["a.com", "b.com/path"]);
  expect((await publish()).code).toBe(0);
  const fed = await ownProcess("feed");
  expect(fed).toMatchObject({ code: 0, stderr: "" });
  expect(fed.stdout).toContain("was empty and has release 1 now: 5 records");
  expect(fed.stdout).toContain("1 carried, 0 covered by a domain above them, 1 left out (url_scope)");
  expect((await zone("feed")).stdout).toBe("zone rpz.hifazat has release 1 already\n");
  expect((await zone("feed", "--count")).stdout).toContain("already\nentries: 1 carried, 0 covered");

  const { key, algorithm, secret } = JSON.parse((await ownProcess("key", "add", "isp", "--json")).stdout);
  expect([key, algorithm, Buffer.from(secret, "base64").length]).toEqual(["isp.", "hmac-sha256", 32]);
  expect(await transfer(secret)).toContain("a.com.rpz.hifazat.");
  expect((await list()).stdout).toBe("isp  tsig  from anywhere\n");

  expect((await zone("key", "revoke", "isp")).stdout).toBe("isp is shut out\n");
  expect(await transfer(secret)).toContain("BADKEY");
  const audit = registry.db.sqlite.prepare("SELECT action, subject, detail FROM audit ORDER BY id DESC LIMIT 2").all();
  expect(audit).toMatchObject([
    { action: "zone.subscriber.revoke", subject: "subscriber:isp" },
    { action: "zone.subscriber.add", subject: "subscriber:isp" },
  ]);
  // A secret is shown once, and stands nowhere in the registry's data.
  expect(readFileSync(join(registry.root, "hifazat.db")).includes(secret)).toBe(false);
  expect(JSON.stringify(audit)).not.toContain(secret);
});

test.skipIf(!here)(
  "a_feed_that_follows_takes_each_release_when_it_is_published_and_ends_when_it_is_told_to",
  async () => {
    const { registry, folder, publish, zone } = await registryAndKnot();
    const socket = ["--socket", join(folder, "knot.sock"), "--data", registry.root];
    const following = new HifazatProcess(["zone", "feed", "--follow", ...socket]);
    onTestFinished(() => void following.child.kill("SIGKILL"));
    approved(registry.db, ["a.com"]);
    expect((await publish()).code).toBe(0);
    await until("the first release to be fed", () => following.stdout.includes("was empty and has release 1 now"));
    approved(registry.db, ["b.com"], { number: "PTA/2026/2" });
    expect((await publish()).code).toBe(0);
    await until("the second to be fed", () =>
      following.stdout.includes("went from release 1 to 2: 4 records in, 2 out"),
    );
    // Another feed finds nothing to do, and is not kept from looking.
    expect((await zone("feed")).stdout).toContain("has release 2 already");
    const { code, stderr, stdout } = await following.stop("SIGTERM");
    expect({ code, stderr, lines: stdout.split("\n").length }).toEqual({ code: 0, stderr: "", lines: 4 });
  },
);

test.skipIf(!here)("a_feed_that_follows_says_what_is_wrong_and_tries_again", async () => {
  const registry = await newRegistry();
  const folder = temporaryFolder();
  approved(registry.db, ["a.com"]);
  expect((await hifazatHere(["publish", "--data", registry.root])).code).toBe(0);
  const socket = ["--socket", join(folder, "none.sock"), "--data", registry.root];
  const following = new HifazatProcess(["zone", "feed", "--follow", ...socket]);
  onTestFinished(() => void following.child.kill("SIGKILL"));
  await until("two failures to be told", () => following.stderr.includes("(again in 2 s)"));
  const { code, stderr, stdout } = await following.stop("SIGINT");
  expect({ code, stdout }).toEqual({ code: 0, stdout: "" });
  expect(stderr).toMatch(/^hifazat: zone_unreachable: .*ENOENT.*\(again in 1 s\)\n/);
});

test.skipIf(!here)("what_is_wrong_is_said_and_the_exit_code_is_1", async () => {
  const { registry, folder, zone } = await registryAndKnot();
  const data = ["--data", registry.root];
  const unreachable = await hifazatHere(["zone", "feed", "--socket", join(folder, "none.sock"), ...data]);
  expect(unreachable).toMatchObject({ code: 1, stdout: "" });
  expect(unreachable.stderr).toMatch(/^hifazat: zone_unreachable: .*ENOENT.*is knotd running\?/);
  expect(await zone("key", "revoke", "nobody")).toMatchObject({ code: 1, stdout: "" });
  expect(await zone("feed")).toMatchObject({ code: 1, stderr: expect.stringContaining("not_found") });
  expect((await zone("feed", "--apex", "a..b")).code).toBe(2);
  const tooLong = await zone("feed", "--apex", `${"a".repeat(57)}.b`);
  expect(tooLong).toMatchObject({ code: 2, stderr: expect.stringContaining("at most 56 characters") });
});
