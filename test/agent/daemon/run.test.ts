import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, onTestFinished, test, vi } from "vitest";
import type { LogLine } from "../../../src/agent/daemon/log-line.ts";
import { domains } from "../fixture-repository.ts";
import { Harness } from "../harness.ts";
import { play } from "./stage.ts";

const outcomes = (lines: readonly LogLine[]) => lines.map((line) => line.outcome);

test("it follows the registry: what is published between two polls is in the file after the next", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const seen: string[][] = [];
  const { lines, waits } = await play(agent, [
    () => void agent.repository.publish(domains("bet.pk", "poker.example")),
    () => void seen.push(agent.names()),
    () => void agent.repository.publish(domains("poker.example")),
  ]);
  expect(seen).toEqual([["poker.example", "bet.pk"]]);
  expect(agent.names()).toEqual(["poker.example"]);
  expect(outcomes(lines)).toEqual(["applied", "applied", "unchanged", "applied"]);
  expect(waits).toEqual([60, 60, 60, 60]);
});

test("the registry says how often", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"), { manifest: (manifest) => ({ ...manifest, nextPollSeconds: 7 }) });
  expect((await play(agent, [])).waits).toEqual([7]);
});

test("a round without news asks for the next root and, with its ETag, for the pointer, and for nothing else", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const pointer = "/tuf/metadata/timestamp.json";
  const conditions: (string | undefined)[] = [];
  agent.server.answers.set(pointer, (request, response) => {
    conditions.push(request.headers["if-none-match"]);
    const etag = `"${agent.repository.versions.timestamp}"`;
    if (request.headers["if-none-match"] === etag) response.writeHead(304, { etag }).end();
    else response.writeHead(200, { etag }).end(agent.repository.file(pointer));
  });
  let from = 0;
  const paths: string[] = [];
  const { lines } = await play(agent, [
    () => {
      from = agent.server.requests.length;
    },
    () => {
      paths.push(...agent.server.requests.slice(from).map(({ path }) => path));
      agent.repository.publish(domains("bet.pk", "poker.example"));
    },
  ]);
  expect(paths).toEqual(["/tuf/metadata/2.root.json", pointer]);
  expect(conditions).toEqual([undefined, '"1"', '"1"']);
  expect(outcomes(lines)).toEqual(["applied", "unchanged", "applied"]);
});

test("a pointer that is not modified but has expired is still refused", async () => {
  const agent = await Harness.start();
  vi.useFakeTimers({ toFake: ["Date"] });
  onTestFinished(() => void vi.useRealTimers());
  agent.repository.publish(domains("bet.pk"));
  const pointer = "/tuf/metadata/timestamp.json";
  agent.server.answers.set(pointer, (request, response) => {
    if (request.headers["if-none-match"] !== undefined) response.writeHead(304).end();
    else response.writeHead(200, { etag: '"1"' }).end(agent.repository.file(pointer));
  });
  const expire = () => void vi.setSystemTime(Date.now() + agent.repository.expires.timestamp + 1_000);
  const { lines } = await play(agent, [expire]);
  expect(outcomes(lines)).toEqual(["applied", "failed"]);
  expect(lines[1]).toMatchObject({ level: "error", faults: [{ fault: "tuf_freeze" }] });
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("a registry that is down, sends a page, or is frozen costs patience and changes nothing; then it goes on", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const files = agent.repository.files;
  const page = new Map([...files.keys()].map((path) => [path, Buffer.from("<html>log in</html>")]));
  const { lines, waits } = await play(agent, [
    () => {
      agent.server.files = new Map();
    },
    () => {
      agent.server.files = page;
    },
    () => {
      agent.server.files = files;
      agent.repository.expires.timestamp = -1_000;
      agent.repository.writeTimestamp();
    },
    () => {
      agent.repository.expires.timestamp = 3_600_000;
      agent.repository.publish(domains("bet.pk", "poker.example"));
    },
  ]);
  expect(outcomes(lines)).toEqual(["applied", "failed", "failed", "failed", "applied"]);
  expect(
    lines.flatMap(({ faults }) => (faults as { fault: string }[] | undefined) ?? []).map(({ fault }) => fault),
  ).toEqual(["registry_unreachable", "tuf_malformed", "tuf_freeze"]);
  expect(waits).toEqual([60, 120, 240, 480, 60]);
  expect(agent.names()).toEqual(["poker.example", "bet.pk"]);
});

test("a manifest that once came as a page is asked for again, not refused from memory", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const manifest = agent.repository.pathOf("general/manifest.json");
  agent.server.answers.set(manifest, (_, response) => void response.end("<html>log in</html>"));
  const { lines } = await play(agent, [() => void agent.server.answers.delete(manifest)]);
  expect(outcomes(lines)).toEqual(["failed", "applied"]);
});

test("an answer's Retry-After is honoured", async () => {
  const agent = await Harness.start();
  agent.server.answers.set("/tuf/metadata/timestamp.json", (_, response) => {
    response.writeHead(503, { "retry-after": "333" }).end();
  });
  expect((await play(agent, [])).waits).toEqual([333]);
});

test("a round that cannot begin is told and survived: an allow list with a bad line, then a good one", async () => {
  const agent = await Harness.start((harness) => ({ allow: join(harness.folder, "allow.txt") }));
  agent.repository.publish(domains("bet.pk", "poker.example"));
  writeFileSync(join(agent.folder, "allow.txt"), "secret shop.example\n");
  const { lines, log, waits } = await play(agent, [
    () => writeFileSync(join(agent.folder, "allow.txt"), "poker.example\n"),
  ]);
  expect(lines).toMatchObject([{ outcome: "failed", faults: [{ fault: "config_invalid" }] }, { outcome: "applied" }]);
  expect(log).not.toContain("shop");
  expect(waits).toEqual([120, 60]);
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("a state folder that cannot be used backs off as every failure does, though the bell would ring; then it goes on", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const { state } = agent.settings;
  writeFileSync(state, "a file where the folder should be");
  const asked: number[] = [];
  const { lines, waits } = await play(agent, [() => {}, () => {}, () => rmSync(state)], {
    async askRelease(_, after) {
      asked.push(after);
      return { kind: "release", release: after + 1 };
    },
  });
  expect(lines).toMatchObject([
    ...Array.from({ length: 3 }, () => ({ outcome: "failed", faults: [{ fault: "state_unusable" }] })),
    { outcome: "applied", trigger: "poll" },
  ]);
  expect(waits).toEqual([120, 240, 480, 60]);
  expect(asked).toEqual([]);
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("an output that fails is not retried at every poll, and a list held by its bounds is no failure", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("plain", { reload: ["reload"] })] }));
  agent.repository.publish(domains(...Array.from({ length: 30 }, (_, at) => `n${at}.pk`)));
  agent.hookResults = [1, 2, 3].map(() => ({ kind: "failed", message: "secret.example is bad" }) as const);
  const { lines, waits, log, metrics } = await play(agent, [
    () => {},
    () => void agent.repository.publish(domains("n0.pk")),
  ]);
  expect(outcomes(lines)).toEqual(["failed", "failed", "held"]);
  expect(waits).toEqual([120, 240, 60]);
  expect(log).not.toContain("secret");
  expect(metrics).toContain('hifazat_agent_failures_total{code="hook_failed"} 2');
  expect(metrics).toContain('hifazat_agent_failures_total{code="drop_bound"} 1');
  expect(metrics).toContain('hifazat_agent_offered_release{list="general"} 2');
  expect(metrics).toContain('hifazat_agent_release{list="general"} 1');
});

test("the bell brings the next round at once, and again only for a release above what the registry offered", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const asked: number[] = [];
  const stop = new AbortController();
  const idle = (signal: AbortSignal) =>
    new Promise<void>((resolve) => {
      if (signal.aborted) resolve();
      else signal.addEventListener("abort", () => resolve(), { once: true });
    });
  const triggers: string[] = [];
  const { runAgent } = await import("../../../src/agent/daemon/run.ts");
  const ports = {
    ...agent.ports(),
    random: () => 0,
    sleep: (seconds: number, signal: AbortSignal) => (seconds === 0 ? Promise.resolve() : idle(signal)),
    async askRelease(_: string, after: number) {
      asked.push(after);
      agent.repository.publish(domains("bet.pk", `n${after}.example`));
      return { kind: "release", release: after + 1 } as const;
    },
    tell({ trigger }: { trigger: string }) {
      triggers.push(trigger);
      if (triggers.length === 3) stop.abort();
    },
  };
  await runAgent(agent.settings, ports, stop.signal);
  expect(triggers).toEqual(["start", "bell", "bell"]);
  expect(asked).toEqual([1, 2]);
  expect(agent.names()).toEqual(["n2.example", "bet.pk"]);
});

test("log and metrics have counts and codes, and no name of the list or of the allow list", async () => {
  const agent = await Harness.start((harness) => ({
    allow: join(harness.folder, "allow.txt"),
    outputs: [harness.output("plain")],
  }));
  writeFileSync(join(agent.folder, "allow.txt"), "poker.example\nwww.bet.pk\n");
  const host = { value: "exact.example", scope: "host", category: "decency" } as const;
  agent.repository.publish([...domains("bet.pk", "poker.example"), host]);
  const { log, metrics } = await play(agent, []);
  for (const name of ["poker", "bet.pk", "exact.example"]) expect(log + metrics).not.toContain(name);
  expect(JSON.parse(log)).toMatchObject({
    outcome: "applied",
    trigger: "start",
    lists: [{ release: 1, entries: 3, by: "snapshot", added: 3, dropped: 0, allowed: 2 }],
    outputs: [{ name: "plain", result: "written", release: 1, carried: 1, left_out: 1 }],
  });
  expect(metrics).toContain('hifazat_agent_output_left_out{output="plain",reason="host_scope"} 1');
  expect(metrics).toContain('hifazat_agent_output_carried{output="plain"} 1');
  expect(metrics).toContain('hifazat_agent_allowed_entries{list="general"} 2');
});
