import { readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { exitCode } from "../../src/agent/sync-report.ts";
import { publish } from "../../src/publish/publish.ts";
import { approved } from "../fixtures/orders.ts";
import { newRegistry } from "../publish/registry.ts";
import { filesBelow, repositoryOf } from "../publish/tree.ts";
import { Harness } from "./harness.ts";

/** What a plain web server would hand out below /tuf. */
const filesOf = (repository: string): Map<string, Buffer> =>
  new Map([...filesBelow(repository)].map(([path, bytes]) => [`/tuf/${path}`, Buffer.from(bytes)]));

test("the agent takes what the publisher publishes: a snapshot, then a delta", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("plain"), harness.output("csv")] }));
  const { root, db, publishing } = await newRegistry();
  const repository = repositoryOf(root);
  writeFileSync(join(agent.folder, "root.json"), readFileSync(join(repository, "metadata", "1.root.json")));
  agent.server.files = filesOf(repository);
  const none = await agent.sync();
  expect(none.faults.map(({ code }) => code)).toEqual(["not_found"]);
  expect(exitCode(none)).toBe(3);

  const names = Array.from({ length: 300 }, (_, at) => `n${(at * 7919) % 10_007}.example`);
  approved(db, [...names, "=exact.example", "news.example/a"]);
  await publish(publishing);
  agent.server.files = filesOf(repository);
  const first = await agent.sync();
  expect(first.faults).toEqual([]);
  expect(first.lists[0]).toMatchObject({ release: 1, entries: 302, change: { by: "snapshot", added: 302 } });
  expect(agent.names()).toHaveLength(300);
  expect(agent.read("csv")).toContain("\nnews.example/a,url,decency\n");

  approved(db, ["late.example"], { number: "PTA/2026/2" });
  await publish(publishing);
  agent.server.files = filesOf(repository);
  const second = await agent.sync();
  expect(second.faults).toEqual([]);
  expect(second.lists[0]).toMatchObject({ release: 2, entries: 303, change: { by: "delta", added: 1, dropped: 0 } });
  expect(agent.names()).toContain("late.example");
});
