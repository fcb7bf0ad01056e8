import { existsSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exitCode } from "../../src/agent/sync-report.ts";
import { snapshotName } from "../../src/protocol/artefact-names.ts";
import { domains, listText, sha256 } from "./fixture-repository.ts";
import { FixtureServer } from "./fixture-server.ts";
import { Harness } from "./harness.ts";

/** Names that do not compress, so that a delta of a few is smaller than the snapshot. */
const many = (count: number): string[] =>
  Array.from({ length: count }, (_, at) => `${sha256(String(at)).slice(0, 16)}.example`);

test("the first sync takes the snapshot, the next the delta, a third changes nothing", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk", "casino.example", ...many(50)));
  const first = await agent.sync();
  expect(first.faults).toEqual([]);
  expect(first.lists[0]?.change).toMatchObject({ by: "snapshot", added: 52, dropped: 0 });

  agent.repository.publish(domains("bet.pk", "poker.example", ...many(50)));
  const second = await agent.sync();
  expect(second.faults).toEqual([]);
  expect(second.lists[0]?.change).toMatchObject({ by: "delta", from: 1, added: 1, dropped: 1 });
  expect(agent.names()).toContain("poker.example");
  expect(agent.names()).not.toContain("casino.example");

  const third = await agent.sync();
  expect(third.lists[0]?.change).toBeUndefined();
  expect(third.outputs[0]?.result).toBe("unchanged");
  expect(agent.leftovers()).toEqual([]);
});

test("however far behind, one delta is enough", async () => {
  const agent = await Harness.start();
  for (let release = 1; release <= 9; release++) agent.repository.publish(domains(...many(100 + release)));
  await agent.sync();
  for (let release = 10; release <= 15; release++) agent.repository.publish(domains(...many(100 + release)));
  const from = agent.server.requests.length;
  const report = await agent.sync();
  expect(report.lists[0]?.change).toMatchObject({ by: "delta", from: 9, added: 6 });
  const fetched = agent.server.requests.slice(from).map(({ path }) => path);
  expect(fetched.filter((path) => /delta-|list\.txt/.test(path))).toEqual([expect.stringMatching(/delta-8\.txt\.br$/)]);
});

test("a delta larger than the snapshot is not fetched", async () => {
  const agent = await Harness.start(() => ({ bounds: { maxDropShare: 1, maxGrowthShare: undefined } }));
  agent.repository.publish(domains(...many(300)));
  await agent.sync();
  agent.repository.publish(domains("bet.pk"));
  const report = await agent.sync();
  expect(report.lists[0]?.change).toMatchObject({ by: "snapshot", added: 1, dropped: 300 });
  expect(agent.server.paths("delta-")).toEqual([]);
});

test("a delta that leads elsewhere costs one snapshot, not the sync", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains(...many(50)));
  await agent.sync();
  agent.repository.publish(domains(...many(51)), { delta: Buffer.from("+evil.example\tdomain\tdecency\n") });
  const report = await agent.sync();
  expect(report.faults).toEqual([]);
  expect(report.lists[0]?.change).toMatchObject({ by: "snapshot" });
  expect(report.notes[0]).toMatch(/identity_mismatch/);
  expect(agent.names()).not.toContain("evil.example");
});

test("a malformed delta costs one snapshot too, and a wrong snapshot is asked for once", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains(...many(50)));
  await agent.sync();
  agent.repository.publish(domains(...many(51)), {
    delta: Buffer.from("<html>"),
    snapshot: listText(domains(...many(50))),
  });
  const report = await agent.sync();
  expect(report.faults.map(({ code }) => code)).toEqual(["identity_mismatch"]);
  expect(agent.server.paths("delta-")).toHaveLength(1);
  expect(agent.server.paths("list.txt")).toHaveLength(2);
  expect(agent.release()).toBe(1);
});

test("a mirror that is away, lies or is incomplete is passed over, and said so", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const lying = await FixtureServer.start(new Map([["/tuf/metadata/timestamp.json", Buffer.from("<html>")]]));
  const files = agent.repository.snapshotOfFiles();
  files.delete(agent.repository.pathOf(snapshotName("general")));
  const incomplete = await FixtureServer.start(files);
  try {
    const away = "http://127.0.0.1:9";
    agent.settings = { ...agent.settings, registries: [away, lying.url, incomplete.url, agent.server.url] };
    const report = await agent.sync();
    expect(report.faults).toEqual([]);
    expect(report.registry).toBe(agent.server.url);
    expect(report.notes).toHaveLength(3);
    expect(agent.names()).toEqual(["bet.pk"]);

    agent.settings = { ...agent.settings, registries: [away, lying.url] };
    const refused = await agent.sync();
    expect(refused.faults.map(({ code }) => code)).toEqual(["tuf_malformed"]);
    expect(exitCode(refused)).toBe(4);
    agent.settings = { ...agent.settings, registries: [away] };
    expect(exitCode(await agent.sync())).toBe(3);
  } finally {
    await lying.close();
    await incomplete.close();
  }
});

test("nothing is trusted before the operator names a root", async () => {
  const agent = await Harness.start(() => ({ root: undefined }));
  agent.repository.publish(domains("bet.pk"));
  await expect(agent.sync()).rejects.toMatchObject({ code: "config_invalid" });
  expect(agent.server.requests).toEqual([]);
  const root = join(agent.folder, "other.json");
  writeFileSync(root, "{}");
  await expect(agent.sync({ trustRoot: root })).rejects.toMatchObject({ code: "config_invalid" });
  writeFileSync(root, agent.repository.rootFile);
  expect((await agent.sync({ trustRoot: root })).faults).toEqual([]);
});

test("the named root counts only until something is trusted; --trust-root counts always", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  const other = await Harness.start();
  other.repository.publish(domains("other.example"));
  agent.settings = { ...agent.settings, registries: [other.server.url], root: other.settings.root };
  expect(await agent.refusal()).toBe("tuf_signature");
  const report = await agent.sync({ trustRoot: other.settings.root, force: true });
  expect(report.faults).toEqual([]);
  expect(agent.names()).toEqual(["other.example"]);
});

test("a drop above the bound waits for --force, and so does a list that becomes empty", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains(...many(100)));
  await agent.sync();
  agent.repository.publish(domains(...many(89)));
  const refused = await agent.sync();
  expect(refused.faults.map(({ code }) => code)).toEqual(["drop_bound"]);
  expect(exitCode(refused)).toBe(5);
  expect(agent.names()).toHaveLength(100);
  expect((await agent.sync({ force: true })).faults).toEqual([]);
  expect(agent.names()).toHaveLength(89);

  agent.repository.publish(domains("bet.pk"));
  await agent.sync({ force: true });
  agent.repository.publish([]);
  expect(await agent.refusal()).toBe("drop_bound");
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("the same number of other names is a drop, although the list is as long as before", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains(...many(100)));
  await agent.sync();
  agent.repository.publish(domains(...many(80), ...many(20).map((name) => `x${name}`)));
  expect(await agent.refusal()).toBe("drop_bound");
});

test("a small list may lose a few entries, and a drop within the bound passes", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("a.example", "b.example", "c.example"));
  await agent.sync();
  agent.repository.publish(domains("a.example"));
  expect((await agent.sync()).faults).toEqual([]);
  agent.repository.publish(domains(...many(200)));
  await agent.sync();
  agent.repository.publish(domains(...many(181)));
  expect((await agent.sync()).faults).toEqual([]);
});

test("growth is bounded only where the operator says so", async () => {
  const agent = await Harness.start(() => ({ bounds: { maxDropShare: 0.1, maxGrowthShare: 0.5 } }));
  agent.repository.publish(domains(...many(100)));
  await agent.sync();
  agent.repository.publish(domains(...many(151)));
  expect(await agent.refusal()).toBe("growth_bound");
  agent.settings = { ...agent.settings, bounds: { maxDropShare: 0.1, maxGrowthShare: undefined } };
  expect(await agent.refusal()).toBeUndefined();
});

test("a damaged list file is fetched anew; the registry away, the outputs stay", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk", "casino.example"));
  await agent.sync();
  const folder = join(agent.settings.state, "lists", "general");
  const [file] = readdirSync(folder).filter((name) => name.endsWith(".list"));
  truncateSync(join(folder, file ?? ""), 10);
  const up = agent.settings.registries;
  agent.settings = { ...agent.settings, registries: ["http://127.0.0.1:9"] };
  const away = await agent.sync();
  expect(away.faults.map(({ code }) => code)).toEqual(["registry_unreachable", "state_unusable"]);
  expect(agent.names()).toEqual(["casino.example", "bet.pk"]);
  agent.settings = { ...agent.settings, registries: up };
  const report = await agent.sync();
  expect(report.faults).toEqual([]);
  expect(report.lists[0]?.change?.by).toBe("snapshot");
});

test("damaged metadata other than the root heals by itself", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  for (const role of ["timestamp", "snapshot", "targets"])
    writeFileSync(join(agent.settings.state, "tuf", `${role}.json`), '{"half":');
  expect((await agent.sync()).faults).toEqual([]);
});

test("a damaged root is not healed by the network: the operator names it again", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  for (const text of ['{"half":', "{}"]) {
    writeFileSync(join(agent.settings.state, "tuf", "root.json"), text);
    const report = await agent.sync();
    expect(report.faults.map(({ code }) => code)).toEqual(["state_unusable"]);
    expect(agent.names()).toEqual(["bet.pk"]);
  }
  expect((await agent.sync({ trustRoot: agent.settings.root })).faults).toEqual([]);
});

test("an output that somebody else changed or removed is written again", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  writeFileSync(join(agent.folder, "out", "list.plain"), "");
  expect((await agent.sync()).outputs[0]?.result).toBe("written");
  rmSync(join(agent.folder, "out", "list.plain"));
  expect((await agent.sync()).outputs[0]?.result).toBe("written");
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("a release that changes nothing in a file leaves it and the resolver alone", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("plain", { reload: ["reload"] })] }));
  const url = { value: "bet.pk/a", scope: "url", category: "decency" } as const;
  agent.repository.publish([...domains("bet.pk"), url]);
  await agent.sync();
  const time = new Date("2026-01-01T00:00:00Z");
  agent.repository.publish([...domains("bet.pk"), url, { ...url, value: "bet.pk/b" }]);
  const before = statSync(join(agent.folder, "out", "list.plain")).ino;
  expect((await agent.sync()).outputs[0]).toMatchObject({ result: "unchanged", release: 2 });
  expect(statSync(join(agent.folder, "out", "list.plain")).ino).toBe(before);
  expect(agent.hooks).toHaveLength(1);
  utimesSync(join(agent.folder, "out", "list.plain"), time, time);
  expect((await agent.sync()).outputs[0]?.result).toBe("written");
});

test("the state folder keeps as many lists as it is told", async () => {
  const agent = await Harness.start(() => ({ keep: 3 }));
  for (let count = 1; count <= 6; count++) {
    agent.repository.publish(domains(...many(count)));
    await agent.sync();
  }
  const files = readdirSync(join(agent.settings.state, "lists", "general")).filter((name) => name.endsWith(".list"));
  expect(files.map((name) => Number(name.split("-")[0])).sort()).toEqual([4, 5, 6]);
});

test("the registry away at the first sync leaves no output, and says so", async () => {
  const agent = await Harness.start(() => ({ registries: ["http://127.0.0.1:9"] }));
  const report = await agent.sync();
  expect(exitCode(report)).toBe(3);
  expect(existsSync(join(agent.folder, "out", "list.plain"))).toBe(false);
});
