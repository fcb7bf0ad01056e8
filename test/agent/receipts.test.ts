import { readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import type { Receipt } from "../../src/core/receipt/receipt.ts";
import { domains } from "./fixture-repository.ts";
import { FixtureServer } from "./fixture-server.ts";
import { Harness } from "./harness.ts";

const RECEIPTS = "/v1/receipts";

function queued(agent: Harness): Receipt[] {
  const folder = join(agent.settings.state, "receipts");
  const files = readdirSync(folder).filter((name) => /^\d/.test(name));
  return files.sort().map((name) => JSON.parse(readFileSync(join(folder, name), "utf8")));
}

test("an agent that has nothing new to say repeats itself after six hours, and not before", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("a.pk"));
  const start = Date.now();
  const at = (hours: number) => ({ clock: () => new Date(start + hours * 3_600_000) });
  await agent.sync({}, at(0));
  await agent.sync({}, at(5.9));
  expect(queued(agent)).toHaveLength(1);
  await agent.sync({}, at(6.1));
  expect(queued(agent)).toHaveLength(2);
});

test("a receipt says what is in force and what each format left out, without any name", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("rpz"), harness.output("csv")] }));
  const manifest = agent.repository.publish([
    ...domains("bet.pk"),
    { value: "news.example/a", scope: "url", category: "decency" },
  ]);
  await agent.sync();
  const [receipt] = queued(agent);
  expect(receipt).toMatchObject({
    format: "hifazat-receipt/1",
    list: "general",
    release: 1,
    identity: manifest.identity.sha256,
    entries: 2,
    pinned: false,
    outputs: [
      { name: "rpz", applied: true, tally: { carried: 1, rejected: { url_scope: 1 } } },
      { name: "csv", applied: true, tally: { carried: 2, rejected: {} } },
    ],
  });
  expect(JSON.stringify(receipt)).not.toMatch(/bet\.pk|news\.example|\/out\//);
});

test("a sync that changed nothing makes no receipt; a failed output and its repair make one each", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("plain", { reload: ["reload"] })] }));
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  await agent.sync();
  expect(queued(agent)).toHaveLength(1);
  agent.repository.publish(domains("bet.pk", "poker.example"));
  agent.hookResults = [{ kind: "failed", message: "no" }];
  await agent.sync();
  await agent.sync();
  expect(queued(agent).map(({ release, outputs }) => [release, outputs[0]?.applied])).toEqual([
    [1, true],
    [2, false],
    [2, true],
  ]);
});

test("receipts wait in the queue until the registry takes them, then go in order", async () => {
  const agent = await Harness.start(() => ({ token: { kind: "value", value: "isp-token" } }));
  agent.repository.publish(domains("bet.pk"));
  expect((await agent.sync()).receipts).toMatchObject({ sent: 0, queued: 1, trouble: "the registry answers 404" });
  agent.repository.publish(domains("bet.pk", "poker.example"));
  agent.server.answers.set(RECEIPTS, (_, response) => response.writeHead(201).end());
  expect((await agent.sync()).receipts).toMatchObject({ sent: 2, queued: 0 });
  const sent = agent.server.requests.filter(({ path, method }) => path === RECEIPTS && method === "POST").slice(-2);
  expect(sent.map(({ body }) => JSON.parse(body).release)).toEqual([1, 2]);
  expect(sent.map(({ authorization }) => authorization)).toEqual(["Bearer isp-token", "Bearer isp-token"]);
  expect(queued(agent)).toEqual([]);
});

test("a receipt the registry will never take does not block the others", async () => {
  const agent = await Harness.start(() => ({ token: { kind: "value", value: "isp-token" } }));
  agent.repository.publish(domains("bet.pk"));
  agent.server.answers.set(RECEIPTS, (_, response) => response.writeHead(422).end());
  expect((await agent.sync()).receipts).toMatchObject({ queued: 0 });
});

test("the token goes to the registry, never to a mirror", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const mirror = await FixtureServer.start(agent.repository.files);
  const token = join(agent.folder, "token");
  writeFileSync(token, "isp-token\n");
  agent.settings = {
    ...agent.settings,
    registries: [agent.server.url, mirror.url],
    token: { kind: "file", path: token },
  };
  agent.server.answers.set("/tuf/metadata/timestamp.json", (_, response) => response.writeHead(503).end());
  try {
    expect((await agent.sync()).registry).toBe(mirror.url);
    const heard = (server: FixtureServer) => new Set(server.requests.map(({ authorization }) => authorization));
    expect(heard(mirror)).toEqual(new Set([undefined]));
    expect(heard(agent.server)).toEqual(new Set(["Bearer isp-token"]));
  } finally {
    await mirror.close();
  }
});

test("without a token receipts are kept, up to a hundred", async () => {
  const agent = await Harness.start();
  for (let count = 1; count <= 104; count++) {
    agent.repository.publish(domains(...Array.from({ length: count }, (_, at) => `n${at}.example`)), {
      withoutDeltas: true,
    });
    await agent.sync();
  }
  const kept = queued(agent);
  expect(kept).toHaveLength(100);
  expect(kept.at(-1)?.release).toBe(104);
});
