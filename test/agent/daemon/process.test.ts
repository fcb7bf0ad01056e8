import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hifazat } from "../../fixtures/command.ts";
import { until } from "../../fixtures/programs.ts";
import { HifazatProcess } from "../../fixtures/server-process.ts";
import { domains } from "../fixture-repository.ts";
import { Harness } from "../harness.ts";

const folder = mkdtempSync(join(tmpdir(), "hifazat-run-"));
afterAll(() => rmSync(folder, { recursive: true }));

/** Words of a log of JSON lines. Its last piece may be half a line. */
const lines = (text: string) =>
  text
    .split("\n")
    .slice(0, -1)
    .filter((line) => line.startsWith("{"))
    .map((line) => JSON.parse(line) as Record<string, unknown>);

test("serve, publish, agent run: the file changes by the bell, and SIGTERM ends it in order", async () => {
  const data = join(folder, "data");
  const order = join(folder, "order.csv");
  const server = new HifazatProcess(["serve", "--port", "0", "--data", data]);
  const agentFolder = join(folder, "agent");
  mkdirSync(agentFolder);
  let agent: HifazatProcess | undefined;
  try {
    const url = await server.listening();
    writeFileSync(
      join(agentFolder, "agent.toml"),
      `registry = "${url}"\nstate = "state"\nroot = "${join(data, "public/tuf/metadata/1.root.json")}"\n` +
        `[metrics]\nlisten = "127.0.0.1:0"\n[[output]]\nformat = "plain"\npath = "list.txt"\n`,
    );
    agent = new HifazatProcess(["agent", "run", "--config", join(agentFolder, "agent.toml")]);
    const running = agent;
    const rounds = () => lines(running.stderr).filter(({ trigger }) => trigger !== undefined);
    await until(
      () => `a round:\n${running.stderr}`,
      () => rounds().length > 0,
    );
    expect(rounds()[0]).toMatchObject({ trigger: "start", outcome: "applied", next_s: expect.any(Number) });
    await until("a file", () => readFileSync(join(agentFolder, "list.txt"), "utf8").includes("sentinel"));

    writeFileSync(order, "bet-one.pk\n");
    await publishOrder(data, order);
    await until(
      () => `the name:\n${running.stderr}`,
      () => readFileSync(join(agentFolder, "list.txt"), "utf8").startsWith("bet-one.pk\n"),
    );
    await until("its line", () => rounds().length > 1);
    expect(rounds()[1]).toMatchObject({ trigger: "bell", outcome: "applied", lists: [{ entries: 1, added: 1 }] });
    const { steps_ms: steps } = rounds()[1] as { steps_ms: Record<string, number> };
    // Where the time went, each step at its milliseconds.
    expect(steps).toMatchObject({ head_written: expect.any(Number), output_renamed: expect.any(Number) });
    expect(steps.output_renamed).toBeGreaterThanOrEqual(steps.head_written ?? Number.NaN);
    const { metrics } = lines(running.stderr)[0] as { metrics: string };
    expect(await (await fetch(metrics)).text()).toMatch(/hifazat_agent_rounds_total\{trigger="bell"\} 1/);
    expect((await fetch(metrics.replace("/metrics", "/"))).status).toBe(404);

    const { code, stderr } = await running.stop("SIGTERM");
    expect(code).toBe(0);
    expect(lines(stderr).at(-1)).toMatchObject({ outcome: "stopped" });
  } finally {
    agent?.child.kill("SIGKILL");
    await server.stop("SIGKILL");
  }
});

async function publishOrder(data: string, file: string): Promise<void> {
  const approving = ["--officer", "Ayesha", "--second", "Bilal", "--reasons", "as ordered"];
  for (const args of [
    [
      "import",
      file,
      "--order",
      "PTA/1",
      "--authority",
      "PTA",
      "--by",
      "Clerk",
      "--ground",
      "decency",
      "--category",
      "decency",
    ],
    ["decide", "PTA/1", "--approve", ...approving],
    ["publish"],
  ]) {
    const { code, stderr } = await hifazat([...args, "--data", data]);
    if (code !== 0) throw new Error(`${args[0]}: ${stderr}`);
  }
}

test("a stop while a round is running lets it finish", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const [started, told] = [join(agent.folder, "started"), join(agent.folder, "told")];
  const hook = `touch ${started}; until [ -e ${told} ]; do sleep 0.02; done; echo done > ${started}`;
  writeFileSync(
    join(agent.folder, "agent.toml"),
    `registry = "${agent.server.url}"\nstate = "state"\nroot = "root.json"\n[[output]]\nformat = "plain"\n` +
      `path = "out/list.plain"\nreload = ["sh", "-c", "${hook}"]\nreload_timeout = 240\n`,
  );
  const running = new HifazatProcess(["agent", "run", "--config", join(agent.folder, "agent.toml")]);
  await until(
    () => `the hook:\n${running.stderr}`,
    () => existsSync(started),
  );
  const ended = running.stop("SIGINT");
  await until("the signal to be heard", () => running.stderr.includes("stopping"));
  writeFileSync(told, "");
  const { code, stderr } = await ended;
  expect(code).toBe(0);
  expect(readFileSync(started, "utf8")).toBe("done\n");
  expect(lines(stderr).map(({ outcome }) => outcome)).toEqual(["started", "stopping", "applied", "stopped"]);
});

test("a port for metrics that somebody else has is no bad setting: the unit starts the agent again until it is free", async () => {
  const agent = await Harness.start();
  const taken = new URL(agent.server.url).host;
  const config = join(agent.folder, "agent.toml");
  writeFileSync(config, `registry = "${agent.server.url}"\nstate = "state"\n[metrics]\nlisten = "${taken}"\n`);
  const { code, stderr } = await hifazat(["agent", "run", "--config", config]);
  expect(stderr).toMatch(/^hifazat: unavailable: Cannot serve metrics on 127\.0\.0\.1:\d+: .*EADDRINUSE/);
  expect(code).toBe(1);
});
