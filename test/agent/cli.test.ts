import { execFile } from "node:child_process";
import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { expect, test } from "vitest";
import { EXIT_CODES } from "../../src/agent/sync-report.ts";
import { register } from "../../src/cli/commands/agent.ts";
import { hifazatHere } from "../fixtures/command-here.ts";
import { type Ended, MAIN } from "../fixtures/server-process.ts";
import { domains, newSigner } from "./fixture-repository.ts";
import { Harness } from "./harness.ts";

/** Runs the command as an operator would, in the agent's folder. */
const hifazat = (agent: Harness, ...args: string[]): Promise<Ended> => hifazatHere(["agent", ...args], agent.folder);

/** The same in a process of its own. */
function ownProcess(agent: Harness, ...args: string[]): Promise<Ended> {
  return new Promise((resolve) => {
    execFile(process.execPath, [MAIN, "agent", ...args], { cwd: agent.folder }, (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : Number(error.code), stdout, stderr });
    });
  });
}

const flags = (agent: Harness): string[] => [
  ...["--registry", agent.server.url, "--state", "state", "--root", "root.json"],
  ...["--format", "plain", "--out", "out/list.plain"],
];

test("flags alone: sync, status, explain, diff and rollback tell a person what happened", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  const first = await ownProcess(agent, "sync", ...flags(agent));
  expect(first).toMatchObject({ code: 0, stderr: "" });
  expect(first.stdout).toMatch(
    /^general: release 1, 1 entries, [0-9a-f]{16}, by snapshot .*: \+1 -0\n {2}plain: written/,
  );
  agent.repository.publish(domains("bet.pk", "poker.example"));
  expect((await hifazat(agent, "sync", ...flags(agent))).code).toBe(0);
  expect((await hifazat(agent, "sync", ...flags(agent))).stdout).toMatch(/release 2.*no change/);

  const state = ["--state", "state", "--format", "plain", "--out", "out/list.plain"];
  expect((await hifazat(agent, "status", "--state", "state")).stdout).toMatch(/general: release 2, 2 entries/);
  expect((await hifazat(agent, "explain", "www.poker.example", ...state)).stdout).toMatch(
    /is listed: domain poker\.example, decency, list general, release 2\nlisted since release 2, .*\noutput plain \(plain\): blocks it/,
  );
  for (const [name, code] of [
    ["not a name", "unsupported_rule"],
    [".com", "public_suffix"],
  ])
    expect(await hifazat(agent, "explain", name ?? "", ...state, "--json")).toEqual({
      code: 2,
      stdout: "",
      stderr: `hifazat: bad_request: ${name} is no name or URL: ${code}.\n`,
    });
  expect((await hifazat(agent, "diff", ...state)).stdout).toBe("+poker.example\tdomain\tdecency\n");
  expect(await hifazat(agent, "rollback", ...state)).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/pinned by a rollback/),
  });
  expect(agent.names()).toEqual(["bet.pk"]);
  const { stdout } = await hifazat(agent, "status", ...state, "--json");
  expect(JSON.parse(stdout).lists[0].inForce.release).toBe(1);
});

test("agent.toml beside it is read, check tells its faults, and every exit code is the one documented", async () => {
  const agent = await Harness.start();
  const good = `registry = "${agent.server.url}"\nstate = "state"\nroot = "root.json"\n[[output]]\nformat = "plain"\npath = "out/list.plain"\n`;
  const config = join(agent.folder, "agent.toml");
  agent.repository.publish(domains(...Array.from({ length: 30 }, (_, at) => `n${at}.pk`)));
  writeFileSync(config, good);
  expect(await hifazat(agent, "check")).toMatchObject({ code: 0, stdout: "the settings are good\n" });
  expect(await hifazat(agent, "rollback")).toMatchObject({ code: 8 });
  expect(await hifazat(agent, "sync")).toMatchObject({ code: 0 });

  writeFileSync(config, good.replace("state =", "stat ="));
  expect(await ownProcess(agent, "check")).toMatchObject({
    code: 2,
    stdout: "agent.toml:2:1: error: stat: is not a setting\n",
  });
  expect(await hifazat(agent, "sync")).toMatchObject({
    code: 2,
    stderr: expect.stringMatching(/config_invalid: agent\.toml:2:1/),
  });
  expect(await hifazat(agent, "sync", "--config", "none.toml")).toMatchObject({ code: 2 });
  expect(await hifazat(agent, "sync", "--no-such-flag")).toMatchObject({ code: 2 });
  writeFileSync(config, good);
  expect(await hifazat(agent, "sync", "--registry", "http://127.0.0.1:9")).toMatchObject({ code: 3 });
  agent.repository.publish(domains("n0.pk"));
  expect(await ownProcess(agent, "sync")).toMatchObject({ code: 5, stderr: expect.stringMatching(/drop_bound/) });
  expect(await hifazat(agent, "sync", "--force")).toMatchObject({ code: 0 });
  writeFileSync(config, `${good}reload = ["false"]\n`);
  agent.repository.publish(domains("n0.pk", "n1.pk"));
  expect(await hifazat(agent, "sync")).toMatchObject({
    code: 6,
    stderr: expect.stringMatching(/hook_failed: output plain/),
  });
  agent.repository.writeTimestamp([newSigner()]);
  writeFileSync(config, good);
  expect(await hifazat(agent, "sync")).toMatchObject({ code: 4, stderr: expect.stringMatching(/tuf_signature/) });
  writeFileSync(join(agent.folder, "state", "lists", "general", "head.json"), "{}");
  expect(await hifazat(agent, "status")).toMatchObject({ code: 9 });
});

test("the help of every command has the exit codes", async () => {
  const program = new Command();
  register(program);
  const commands = program.commands.flatMap(({ commands }) => commands);
  expect(commands).toHaveLength(8);
  const helps = commands.map((command) => {
    const said: string[] = [];
    command.configureOutput({ writeOut: (text) => void said.push(text) }).outputHelp();
    return said.join("");
  });
  helps.push((await ownProcess(await Harness.start(), "sync", "--help")).stdout);
  for (const help of helps) for (const { code, meaning } of EXIT_CODES) expect(help).toContain(`  ${code}  ${meaning}`);
});
