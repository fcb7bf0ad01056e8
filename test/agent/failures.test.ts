import { spawn } from "node:child_process";
import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import { rootKeyFiles } from "../../src/publish/data-folder.ts";
import { rotate } from "../../src/publish/keys/rotate.ts";
import { publish } from "../../src/publish/publish.ts";
import { approved } from "../fixtures/orders.ts";
import { MAIN } from "../fixtures/server-process.ts";
import { newRegistry, type Registry } from "../publish/registry.ts";
import { filesBelow, repositoryOf } from "../publish/tree.ts";
import { domains, sha256 } from "./fixture-repository.ts";
import { Harness } from "./harness.ts";

const DAY_MS = 86_400_000;
const many = (count: number, salt = ""): string[] =>
  Array.from({ length: count }, (_, at) => `${sha256(`${salt}${at}`).slice(0, 16)}.example`);

/** The real command, which cannot make a file longer than so many blocks of 512 bytes: what a full disk does to it. */
function syncWithRoom(agent: Harness, blocks: number): Promise<{ code: number | null; said: string }> {
  const { state, root, outputs } = agent.settings;
  const [output] = outputs;
  const toml = `registry = "${agent.server.url}"\nstate = "${state}"\nroot = "${root}"\n[[output]]\nformat = "rpz"\npath = "${output?.path}"\n`;
  const config = join(agent.folder, "agent.toml");
  writeFileSync(config, toml);
  const command = [process.execPath, MAIN, "agent", "sync", "--config", config];
  const child = spawn("sh", ["-c", `ulimit -f ${blocks}; exec "$0" "$@"`, ...command]);
  let said = "";
  for (const stream of [child.stdout, child.stderr]) {
    stream.on("data", (text) => {
      said += text;
    });
  }
  return new Promise((resolve) => child.once("close", (code) => resolve({ code, said })));
}

test("a disk too full for the list: exit code 9 and why, the last list stays, and the next sync goes on once there is room", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("rpz")] }));
  agent.repository.publish(domains("bet.pk"));
  expect((await agent.sync()).faults).toEqual([]);
  const before = agent.read("rpz");
  agent.repository.publish(domains("bet.pk", ...many(2_000)));
  const { code, said } = await syncWithRoom(agent, 80);
  expect(said).toMatch(/state_unusable: .*(EFBIG|ENOSPC)/);
  expect(code).toBe(9);
  expect(agent.read("rpz")).toBe(before);
  expect(agent.release()).toBe(1);
  expect((await agent.sync()).lists).toMatchObject([{ release: 2, entries: 2_001 }]);
  expect(agent.leftovers()).toEqual([]);
});

test("a disk too full for an output: exit code 6 and why, the resolver's file stays whole, the next sync writes it", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("rpz", { name: "rpz" })] }));
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  const before = agent.read("rpz");
  agent.repository.publish(domains("bet.pk", ...many(700)));
  const { code, said } = await syncWithRoom(agent, 80);
  expect(said).toMatch(/EFBIG|ENOSPC/);
  expect(code).toBe(6);
  expect(agent.read("rpz")).toBe(before);
  expect(agent.leftovers()).toEqual([]);
  expect((await agent.sync()).outputs).toMatchObject([{ result: "written", release: 2 }]);
  expect(agent.read("rpz")).toMatch(/hifazat-sentinel\.example TXT "hifazat general 2"\n$/);
});

test("a clock a day slow: the list is taken, and a note says to check the clock", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const report = await agent.sync({}, { clock: () => new Date(Date.now() - DAY_MS) });
  expect(report.faults).toEqual([]);
  expect(report.notes).toEqual([
    expect.stringMatching(/^release 1 was published at .*, in the future: check the clock$/),
  ]);
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("an agent a year behind, over new keys of every role: one download, and the list is the registry's", async () => {
  vi.useFakeTimers({ toFake: ["Date"], now: Date.now() - 365 * DAY_MS });
  onTestFinished(() => void vi.useRealTimers());
  const agent = await Harness.start();
  const registry = await newRegistry();
  const repository = repositoryOf(registry.root);
  writeFileSync(join(agent.folder, "root.json"), readFileSync(join(repository, "metadata", "1.root.json")));
  const handOut = () => {
    agent.server.files = new Map(
      [...filesBelow(repository)].map(([path, bytes]) => [`/tuf/${path}`, Buffer.from(bytes)]),
    );
  };
  approved(registry.db, many(200));
  await publish(registry.publishing);
  handOut();
  expect((await agent.sync()).faults).toEqual([]);

  for (let month = 1; month <= 12; month++) {
    vi.setSystemTime(Date.now() + 30 * DAY_MS);
    if (month === 4) await rotateAll(registry, 1);
    if (month === 9) await rotateAll(registry, 2);
    approved(registry.db, [`month-${month}.example`], { number: `PTA/2026/${month + 1}` });
    await publish(registry.publishing);
  }
  vi.useRealTimers();
  await publish(registry.publishing, { force: true });
  handOut();
  const from = agent.server.requests.length;
  const report = await agent.sync();
  expect(report.faults).toEqual([]);
  expect(report.lists).toMatchObject([{ release: 14, entries: 212, change: { added: 12, dropped: 0 } }]);
  expect(agent.names()).toEqual(expect.arrayContaining(["month-1.example", "month-12.example"]));
  const fetched = agent.server.requests.slice(from).map(({ path }) => path);
  expect(fetched.filter((path) => /delta-|list\.txt/.test(path))).toHaveLength(1);
});

/** New keys of every role, the new root signed by two of the root's `version`. */
async function rotateAll({ publishing }: Registry, version: number): Promise<void> {
  const { folder, store } = publishing;
  const rootKeys = rootKeyFiles(folder, version).slice(0, 2);
  await rotate({ folder, store, rootKeys, now: new Date() }, ["root", "targets", "snapshot", "timestamp"]);
}
