import { chmodSync, readdirSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { generateX25519Identity, identityToRecipient } from "age-encryption";
import { expect, test } from "vitest";
import { readConfig } from "../../src/agent/config/read.ts";
import { logLine } from "../../src/agent/daemon/log-line.ts";
import { createAgentMetrics } from "../../src/agent/daemon/metrics.ts";
import { diffKept } from "../../src/agent/diff.ts";
import { explain } from "../../src/agent/explain.ts";
import { statusOf } from "../../src/agent/status.ts";
import { enrolSealedKey, removeSealedKey } from "../../src/distribute/sealed/keys.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import { enrolSubscriber } from "../publish/sealed-subscriber.ts";
import { filesBelow } from "../publish/tree.ts";
import type { Harness } from "./harness.ts";
import { NAME, release, SEALED, stage } from "./sealed-stage.ts";

const now = (): number => NOW;

/** Files of the agent that have the name in them. */
const holders = (agent: Harness): string[] =>
  [...filesBelow(agent.folder)].flatMap(([path, bytes]) => (Buffer.from(bytes).includes("sealed-name") ? [path] : []));

test("the sealed list is opened in memory: its name is in the 0600 output and in no other file, log line, receipt or metric", async () => {
  const all = await stage();
  const { agent } = all;
  // A reload that fails and says why, as unbound-checkconf does.
  agent.hookResults = [{ kind: "failed", message: `error in line 7: ${NAME}` }];
  const failed = await release(all);
  expect(failed.outputs.find(({ name }) => name === "sealed")).toMatchObject({ result: "failed", code: "hook_failed" });
  const report = await agent.sync();
  expect(report.faults).toEqual([]);
  expect(report.lists.map(({ list, release }) => `${list} ${release}`)).toEqual(["general 1", "sealed 1"]);
  expect(agent.read("rpz")).toContain(`${NAME} `);
  expect(statSync(join(agent.folder, "out", "list.rpz")).mode & 0o777).toBe(0o600);
  expect(agent.names()).toEqual(["general-name.example"]);
  expect(holders(agent)).toEqual(["out/list.rpz"]);

  const metrics = createAgentMetrics(() => new Date());
  const said: unknown[] = [];
  for (const one of [failed, report]) {
    const result = { kind: "report", report: one } as const;
    const round = {
      trigger: "poll",
      at: new Date(),
      tookMs: 1,
      result,
      failures: 0,
      nextSeconds: 60,
      steps: {},
    } as const;
    metrics.observe(round);
    said.push(one, logLine(round));
  }
  said.push(await metrics.text(), await statusOf(agent.settings), await explain(agent.settings, "other.example"));
  expect(JSON.stringify(said)).not.toContain("sealed-name");
  expect(await explain(agent.settings, NAME)).toMatchObject({ kind: "not_listed" });
  expect(await explain(agent.settings, NAME, true)).toMatchObject({ kind: "listed", list: "sealed" });
  const receipts = readdirSync(join(agent.settings.state, "receipts")).filter((name) => name.includes("-sealed-"));
  expect(receipts.length).toBeGreaterThan(0);
});

test("additions and removals arrive with the next release, and what is unchanged is not fetched again", async () => {
  const all = await stage();
  const { agent, registry } = all;
  await release(all);
  approved(registry.db, ["second-sealed.example"], { ...SEALED, number: "FIA/2026/2" });
  const second = await release(all);
  expect(second.lists[1]?.change).toMatchObject({ by: "snapshot", from: 1, added: 1, dropped: 0 });
  expect(agent.read("rpz")).toContain("second-sealed.example ");
  expect((await diffKept(agent.settings, "sealed", { from: undefined, to: undefined })).changes).toHaveLength(1);
  const third = await agent.sync();
  expect(third.lists[1]).toMatchObject({ release: 2, offered: 2, change: undefined });
});

test("a subscriber that was taken off keeps its last sealed list, is told so, and goes on with the general one", async () => {
  const all = await stage();
  const { agent, registry, isp } = all;
  await enrolSubscriber(registry.db, "isp-two");
  await release(all);
  removeSealedKey({ db: registry.db, now }, isp.name, isp.key, "test");
  approved(registry.db, ["second-general.example"], { number: "PTA/2026/2" });
  approved(registry.db, ["second-sealed.example"], { ...SEALED, number: "FIA/2026/2" });
  const report = await release(all);
  expect(report.faults).toMatchObject([{ code: "sealed_unreadable" }]);
  expect(report.lists.map(({ list, release }) => `${list} ${release}`)).toEqual(["general 2", "sealed 1"]);
  expect(agent.read("rpz")).toContain(NAME);
  expect(agent.read("rpz")).not.toContain("second-sealed");
});

test("an ISP exchanges its key: both stand in the file until the registry has exchanged it too", async () => {
  const all = await stage();
  const { agent, registry, isp, keyFile } = all;
  await release(all);
  const next = await generateX25519Identity();
  writeFileSync(keyFile, `${isp.identity}\n${next}\n`);
  const request = { key: await identityToRecipient(next), replaces: isp.key };
  await enrolSealedKey({ db: registry.db, now }, isp.name, request, "test");
  expect((await release(all)).lists[1]).toMatchObject({ release: 2 });
  writeFileSync(keyFile, `${next}\n`);
  expect((await agent.sync()).faults).toEqual([]);
  expect(agent.read("rpz")).toContain(NAME);
  // What was kept from before the exchange does not open any more; there is nothing to go back to, and it is said.
  await expect(diffKept(agent.settings, "sealed", { from: 1, to: 2 })).rejects.toMatchObject({
    code: "state_unusable",
  });
});

test("a key that others can read, or none, is refused before anything is fetched", async () => {
  const { agent, keyFile } = await stage();
  chmodSync(keyFile, 0o640);
  await expect(agent.sync()).rejects.toMatchObject({
    code: "config_invalid",
    message: expect.stringContaining("chmod 600"),
  });
  chmodSync(keyFile, 0o600);
  writeFileSync(keyFile, "AGE-SECRET-KEY-1MISTYPED\n");
  const refusal = await agent.sync().catch((error: Error) => error);
  expect(refusal).toMatchObject({ code: "config_invalid" });
  expect(String(refusal)).not.toContain("MISTYPED");
});

test("the configuration wants a key for the sealed list and lets nobody else read what is rendered", () => {
  const said = (text: string): string => {
    const file = { path: "agent.toml", text };
    const reading = readConfig({ file, flags: {}, workingFolder: "/", defaults: { state: "/s" } });
    return reading.kind === "faults" ? reading.faults.map(({ message }) => message).join("\n") : "";
  };
  expect(said('lists = ["sealed"]')).toContain("needs sealed_key_file");
  const output = '[[output]]\nformat = "csv"\nlist = "sealed"\npath = "/x"\n';
  expect(said(`lists = ["sealed"]\nsealed_key_file = "/k"\n${output}`)).toBe("");
  expect(said(`lists = ["sealed"]\nsealed_key_file = "/k"\n${output}mode = "0644"`)).toContain(
    "could read the sealed list",
  );
});
