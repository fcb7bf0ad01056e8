import { spawn } from "node:child_process";
import { once } from "node:events";
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { expect, onTestFinished, test } from "vitest";
import { runHook } from "../../../src/agent/output/hook.ts";
import type { SyncStep } from "../../../src/agent/sync.ts";
import { isNamed } from "../../fixtures/children.ts";
import { startNode } from "../../fixtures/command.ts";
import { until } from "../../fixtures/programs.ts";
import { domains, listText } from "../fixture-repository.ts";
import { Harness } from "../harness.ts";

const script = fileURLToPath(new URL("die-at-step.ts", import.meta.url));

const STEPS: readonly SyncStep[] = [
  "locked",
  "metadata_kept",
  "list_written",
  "head_written",
  "lists_pruned",
  "output_rendered",
  "output_announced",
  "previous_linked",
  "output_renamed",
  "output_recorded",
  "receipt_queued",
  "receipts_delivered",
];

const FIRST = ["bet.pk", "casino.example"];
const SECOND = ["bet.pk", "poker.example", "www.poker.example"];
const textOf = (names: readonly string[]): string =>
  [
    ...listText(domains(...names))
      .toString()
      .matchAll(/^\S+/gm),
    "hifazat-sentinel.example",
  ]
    .map((name) => `${name}\n`)
    .join("");

/** An agent whose resolver is a copy of the file, made by the reload hook: what it has loaded can be looked at. */
async function agentWithResolver(): Promise<Harness> {
  const agent = await Harness.start((harness) => {
    const path = join(harness.folder, "out", "list.plain");
    const reload = ["cp", path, join(harness.folder, "loaded")] as const;
    return {
      outputs: [harness.output("plain", { reload }), harness.output("csv")],
      token: { kind: "value", value: "isp-token" },
    };
  });
  agent.server.answers.set("/v1/receipts", (_, response) => response.writeHead(201).end());
  agent.repository.publish(domains(...FIRST));
  await agent.sync({}, { runHook });
  expect(loaded(agent)).toBe(textOf(FIRST));
  agent.repository.publish(domains(...SECOND));
  return agent;
}

const loaded = (agent: Harness): string => readFileSync(join(agent.folder, "loaded"), "utf8");

function start(agent: Harness, step: string): ReturnType<typeof startNode> {
  const settings = join(agent.folder, "settings.json");
  writeFileSync(settings, JSON.stringify(agent.settings));
  return startNode([script, settings, step]);
}

/** Once killed, and what it had started, a copy that was under way, has ended too: it would go on behind the next one. */
async function gone(
  agent: Harness,
  child: ReturnType<typeof startNode>,
  ended = once(child, "exit"),
): Promise<unknown> {
  const [, signal] = await ended;
  await until("what it started to end", () => !isNamed(agent.folder));
  return signal;
}

function expectWhole(agent: Harness): void {
  expect([textOf(FIRST), textOf(SECOND)]).toContain(agent.read("plain"));
  expect([textOf(FIRST), textOf(SECOND)]).toContain(loaded(agent));
  expect(agent.read("csv")).toMatch(
    /^value,scope,category\n(?:\S+,domain,decency\n)+hifazat-sentinel\.example,host,sentinel\n$/,
  );
  expect([1, 2]).toContain(agent.release());
}

async function expectFinished(agent: Harness): Promise<void> {
  expect((await agent.sync({}, { runHook })).faults).toEqual([]);
  expect(agent.release()).toBe(2);
  expect(agent.read("plain")).toBe(textOf(SECOND));
  expect(loaded(agent)).toBe(textOf(SECOND));
  expect(agent.leftovers()).toEqual([]);
  expect(readdirSync(join(agent.settings.state, "locks"))).toEqual([]);
  const bodies = agent.server.requests
    .filter(({ path }) => path === "/v1/receipts")
    .map(({ body }) => JSON.parse(body));
  expect(bodies.at(-1)).toMatchObject({ release: 2, outputs: [{ applied: true }, { applied: true }] });
}

test.each(STEPS)("killed at %s: nothing is torn, and the next sync finishes", async (step) => {
  const agent = await agentWithResolver();
  expect(await gone(agent, start(agent, step))).toBe("SIGKILL");
  expectWhole(agent);
  await expectFinished(agent);
});

test("killed at every step in turn, always going on from where the last one died", async () => {
  const agent = await agentWithResolver();
  for (const step of ["list_written", "output_announced", "previous_linked", "output_renamed", "output_renamed"]) {
    expect(await gone(agent, start(agent, step))).toBe("SIGKILL");
    expectWhole(agent);
  }
  await expectFinished(agent);
});

test("killed after the rename with a hook that then fails, the older file comes back", async () => {
  const agent = await agentWithResolver();
  await gone(agent, start(agent, "output_renamed"));
  expect(agent.read("plain")).toBe(textOf(SECOND));
  agent.hookResults = [{ kind: "failed", message: "no" }];
  const report = await agent.sync();
  expect(report.outputs[0]).toMatchObject({ code: "hook_failed" });
  expect(agent.read("plain")).toBe(textOf(FIRST));
});

test("killed, then the registry goes away: the next sync still brings the outputs to the accepted list", async () => {
  const agent = await agentWithResolver();
  await gone(agent, start(agent, "head_written"));
  expect(agent.read("plain")).toBe(textOf(FIRST));
  agent.settings = { ...agent.settings, registries: ["http://127.0.0.1:9"] };
  const report = await agent.sync({}, { runHook });
  expect(report.faults.map(({ code }) => code)).toEqual(["registry_unreachable"]);
  expect(loaded(agent)).toBe(textOf(SECOND));
});

test("killed at any moment, nothing is torn", async () => {
  const agent = await agentWithResolver();
  for (let round = 0; round < 8; round++) {
    const child = start(agent, "none");
    const ended = once(child, "exit");
    await once(child.stdout, "data");
    setTimeout(() => child.kill("SIGKILL"), Math.random() * 120);
    await gone(agent, child, ended);
    expectWhole(agent);
  }
  await expectFinished(agent);
});

test("two at once: the second says so and touches nothing; once the first is killed, the next goes on", async () => {
  const agent = await agentWithResolver();
  const child = start(agent, "hold");
  await once(child.stdout, "data");
  const requests = agent.server.requests.length;
  await expect(agent.sync()).rejects.toMatchObject({ code: "lock_held" });
  expect(agent.server.requests).toHaveLength(requests);
  child.kill("SIGKILL");
  await gone(agent, child);
  await expectFinished(agent);
});

test("two in one process: the second is told", async () => {
  const agent = await agentWithResolver();
  let open = (): void => {};
  const gate = new Promise<void>((resolve) => {
    open = resolve;
  });
  let reached = (): void => {};
  const inHook = new Promise<void>((resolve) => {
    reached = resolve;
  });
  const first = agent.sync(
    {},
    {
      runHook: async (...args) => {
        reached();
        await gate;
        return runHook(...args);
      },
    },
  );
  await inHook;
  await expect(agent.sync()).rejects.toMatchObject({ code: "lock_held" });
  open();
  await first;
  await expectFinished(agent);
});

test("a lock left by a process whose number another one has now is no lock", async () => {
  const agent = await agentWithResolver();
  const stale = join(agent.settings.state, "locks", `${process.pid}-1-00000000`);
  writeFileSync(stale, "");
  await expectFinished(agent);
  expect(existsSync(stale)).toBe(false);
});

test.runIf(existsSync("/proc/self/stat"))(
  "a lock of a killed process that nobody has waited for yet is no lock",
  async () => {
    const agent = await agentWithResolver();
    // The shell starts a process, says its number, and becomes a program that never waits for it.
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 61"], { stdio: ["ignore", "pipe", "ignore"] });
    onTestFinished(() => void parent.kill("SIGKILL"));
    const [data] = await once(parent.stdout, "data");
    const pid = Number(data);
    await until("the shell to become another program", () =>
      readFileSync(`/proc/${parent.pid}/cmdline`, "latin1").startsWith("sleep"),
    );
    process.kill(pid, "SIGKILL");
    const fields = () =>
      readFileSync(`/proc/${pid}/stat`, "latin1")
        .replace(/^.*\) /, "")
        .split(" ");
    await until("its end", () => fields()[0] === "Z");
    const boot = readFileSync("/proc/sys/kernel/random/boot_id", "latin1").slice(0, 8);
    writeFileSync(join(agent.settings.state, "locks", `${pid}-${fields()[19]}-${boot}`), "");
    await expectFinished(agent);
  },
);
