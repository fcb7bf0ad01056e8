import { readdirSync, readFileSync, symlinkSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { diffKept } from "../../src/agent/diff.ts";
import { type Explanation, explain } from "../../src/agent/explain.ts";
import type { AskResolver } from "../../src/agent/output/ask-resolver.ts";
import { rollback } from "../../src/agent/rollback.ts";
import { statusOf } from "../../src/agent/status.ts";
import { domains } from "./fixture-repository.ts";
import { Harness } from "./harness.ts";

/** Three releases, each with a name more. */
async function agentWithThree(): Promise<Harness> {
  const agent = await Harness.start((harness) => ({
    outputs: [harness.output("plain", { reload: ["reload"] }), harness.output("rpz")],
  }));
  for (const names of [["a.pk"], ["a.pk", "b.pk"], ["a.pk", "b.pk", "c.pk"]]) {
    agent.repository.publish(domains(...names));
    await agent.sync();
  }
  return agent;
}

const back = (agent: Harness, to?: number) => rollback(agent.settings, "general", to, agent.ports());
/** The next file of the second output finds no space. */
const fullDisk = ({ folder }: Harness) => symlinkSync("/dev/full", join(folder, "out", ".list.rpz.hifazat-new"));
const serial = (agent: Harness): number => Number(/SOA \S+ \S+ (\d+)/.exec(agent.read("rpz"))?.[1]);

test("a rollback puts the release before in force, reloads it, and stays there", async () => {
  const agent = await agentWithThree();
  const applied = await back(agent);
  expect(applied.report).toMatchObject({ release: 2, pinned: true });
  expect(agent.names()).toEqual(["a.pk", "b.pk"]);
  expect(agent.hooks).toHaveLength(4);
  expect(agent.release()).toBe(2);

  agent.repository.publish(domains("a.pk", "b.pk", "c.pk", "d.pk"));
  const report = await agent.sync();
  expect(report.lists[0]).toMatchObject({ release: 2, pinned: true, offered: 4 });
  expect(agent.names()).toEqual(["a.pk", "b.pk"]);
});

test("sync --resume follows the registry again", async () => {
  const agent = await agentWithThree();
  await back(agent);
  agent.repository.publish(domains("a.pk", "b.pk", "c.pk", "d.pk"));
  const report = await agent.sync({ resume: true });
  expect(report.lists[0]).toMatchObject({ release: 4, pinned: false, change: { from: 3 } });
  expect(agent.names()).toEqual(["a.pk", "b.pk", "c.pk", "d.pk"]);
});

test("a second rollback goes one further, --to goes anywhere kept, and the serial only grows", async () => {
  const agent = await agentWithThree();
  expect(serial(agent)).toBe(3);
  await back(agent);
  expect(serial(agent)).toBe(4);
  await back(agent);
  expect(agent.release()).toBe(1);
  await back(agent, 3);
  expect(agent.names()).toEqual(["a.pk", "b.pk", "c.pk"]);
  expect(serial(agent)).toBe(6);
  await agent.sync({ resume: true });
  agent.repository.publish(domains("a.pk", "d.pk"));
  await agent.sync();
  expect(serial(agent)).toBe(7);
});

test("nothing to roll back to is said, and nothing is touched", async () => {
  const agent = await agentWithThree();
  await expect(back(agent, 9)).rejects.toMatchObject({ code: "nothing_to_roll_back" });
  await back(agent, 1);
  await expect(back(agent)).rejects.toMatchObject({ code: "nothing_to_roll_back" });
  expect(agent.release()).toBe(1);
  const empty = await Harness.start();
  await expect(back(empty)).rejects.toMatchObject({ code: "nothing_to_roll_back" });
});

test("a pinned list stays while releases come and go, and the receipt says it is pinned", async () => {
  const agent = await agentWithThree();
  agent.settings = { ...agent.settings, keep: 2 };
  await back(agent, 1);
  for (let count = 1; count <= 3; count++) {
    agent.repository.publish(domains("a.pk", `x${count}.pk`));
    await agent.sync();
  }
  expect(agent.names()).toEqual(["a.pk"]);
  const folder = join(agent.settings.state, "receipts");
  const last =
    readdirSync(folder)
      .filter((name) => /^\d/.test(name))
      .sort()
      .at(-1) ?? "";
  expect(JSON.parse(readFileSync(join(folder, last), "utf8"))).toMatchObject({ release: 1, pinned: true });
});

test("diff tells what changed between kept releases", async () => {
  const agent = await agentWithThree();
  const names = async (from?: number, to?: number) => {
    const diff = await diffKept(agent.settings, "general", { from, to });
    return [
      diff.from,
      diff.to,
      ...diff.changes.map((change) => (change.kind === "put" ? `+${change.line.value}` : `-${change.value}`)),
    ];
  };
  expect(await names()).toEqual([2, 3, "+c.pk"]);
  expect(await names(1)).toEqual([1, 3, "+b.pk", "+c.pk"]);
  expect(await names(3, 1)).toEqual([3, 1, "-b.pk", "-c.pk"]);
  await expect(names(7)).rejects.toThrow(/is not kept/);
});

const listed = (explanation: Explanation): Extract<Explanation, { kind: "listed" }> => {
  if (explanation.kind !== "listed") throw new Error(`it is ${explanation.kind}`);
  return explanation;
};

test("explain names the entry that decides, since which release, and what each output makes of it", async () => {
  const agent = await Harness.start((harness) => ({
    outputs: [harness.output("plain"), harness.output("rpz"), harness.output("squid")],
  }));
  agent.repository.publish(domains("a.pk"));
  await agent.sync();
  agent.repository.publish([
    ...domains("a.pk", "bet.pk"),
    { value: "exact.example", scope: "host", category: "defamation" },
    { value: "news.example/a", scope: "url", category: "decency" },
  ]);
  await agent.sync();
  agent.repository.publish([
    ...domains("a.pk", "bet.pk", "c.pk"),
    { value: "exact.example", scope: "host", category: "defamation" },
    { value: "news.example/a", scope: "url", category: "decency" },
  ]);
  await agent.sync();

  const bet = listed(await explain(agent.settings, "http://www.bet.pk/x"));
  expect(bet).toMatchObject({ entry: { scope: "domain", value: "bet.pk" }, category: "decency", release: 3 });
  expect(bet.since).toMatchObject({ release: 2, orEarlier: false });
  expect(bet.outputs.map(({ missing }) => missing)).toEqual([undefined, undefined, undefined]);
  expect(listed(await explain(agent.settings, "a.pk")).since).toMatchObject({ release: 1, orEarlier: false });

  const host = listed(await explain(agent.settings, "exact.example"));
  expect(host.outputs.map(({ missing }) => missing)).toEqual(["host_scope", undefined, undefined]);
  const url = listed(await explain(agent.settings, "https://news.example/a/b"));
  expect(url.outputs.map(({ missing }) => missing)).toEqual(["url_scope", "url_scope", "url_scope"]);
  expect(await explain(agent.settings, "free.example")).toMatchObject({ kind: "not_listed" });
  expect(await explain(agent.settings, "www.exact.example")).toMatchObject({ kind: "not_listed" });
  await expect(explain(agent.settings, "not a name")).rejects.toMatchObject({ code: "bad_request" });
});

test("explain tells what the allow list lets pass, and where it cannot", async () => {
  const agent = await agentWithThree();
  const allow = join(agent.folder, "allow.txt");
  writeFileSync(allow, "b.pk\nwww.a.pk\n");
  agent.settings = { ...agent.settings, allow };
  await agent.sync();
  expect(listed(await explain(agent.settings, "x.b.pk"))).toMatchObject({
    allowed: { value: "b.pk" },
    outputs: [{ missing: "allowed" }, { missing: "allowed" }],
  });
  expect(listed(await explain(agent.settings, "www.a.pk"))).toMatchObject({
    allowed: { value: "www.a.pk" },
    outputs: [
      { name: "plain", missing: undefined },
      { name: "rpz", missing: "allowed" },
    ],
  });
  expect(listed(await explain(agent.settings, "a.pk")).allowed).toBeUndefined();
});

test("status says what is in force, what is kept, and which outputs are not as they should be", async () => {
  const agent = await agentWithThree();
  writeFileSync(join(agent.folder, "out", "list.rpz"), "somebody's\n");
  const status = await statusOf(agent.settings);
  expect(status.lists[0]).toMatchObject({ inForce: { release: 3, entries: 3 }, intact: true, pinned: undefined });
  expect(status.lists[0]?.kept.map(({ release }) => release)).toEqual([3, 2, 1]);
  expect(status.outputs.map(({ condition }) => condition)).toEqual(["good", "changed"]);
  expect(status.metadata.map(({ role }) => role)).toEqual(["root", "timestamp", "snapshot", "targets"]);
  expect(status.lastSync?.faults).toEqual([]);
  expect(status.queuedReceipts).toBe(3);
});

test("status calls no output good whose last attempt failed, whatever is still in place", async () => {
  const agent = await agentWithThree();
  agent.repository.publish(domains("a.pk", "b.pk", "c.pk", "d.pk"));
  fullDisk(agent);
  await agent.sync();
  const [plain, rpz] = (await statusOf(agent.settings)).outputs;
  expect(plain).toMatchObject({ condition: "good", release: 4, message: "" });
  expect(rpz).toMatchObject({ condition: "failed", release: 3, message: expect.stringContaining("ENOSPC") });
  await agent.sync();
  expect((await statusOf(agent.settings)).outputs[1]).toMatchObject({ condition: "good", release: 4, message: "" });
});

test("status calls no output good whose resolver did not obey when it was last asked", async () => {
  const verify = { server: "127.0.0.1:53", blocked: "nxdomain", timeoutSeconds: 0 };
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("rpz", { verify })] }));
  agent.repository.publish(domains("a.pk"));
  const obeys: AskResolver = async (_server, _name, type) =>
    type === "TXT" ? { kind: "data", data: ["hifazat general 1"] } : { kind: "nxdomain" };
  await agent.sync({}, { askResolver: obeys });
  expect((await statusOf(agent.settings)).outputs[0]).toMatchObject({ condition: "good" });
  const seconds = (function* () {
    for (let now = Date.now(); ; now += 1_000) yield new Date(now);
  })();
  await agent.sync({}, { clock: () => seconds.next().value });
  expect((await statusOf(agent.settings)).outputs[0]).toMatchObject({
    condition: "failed",
    message: expect.stringContaining("there is no resolver"),
  });
});

test("status says when an output stayed behind its list", async () => {
  const agent = await agentWithThree();
  await back(agent);
  fullDisk(agent);
  await back(agent);
  const conditions = (await statusOf(agent.settings)).outputs.map(({ condition }) => condition);
  expect(conditions).toEqual(["good", "behind"]);
});

test("status of a state folder that was never used is no error", async () => {
  const agent = await Harness.start();
  const status = await statusOf(agent.settings);
  expect(status.lists[0]?.inForce).toBeUndefined();
  expect(status.outputs[0]?.condition).toBe("never_written");
  expect(status.lastSync).toBeUndefined();
});
