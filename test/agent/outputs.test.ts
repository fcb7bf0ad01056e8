import { chmodSync, existsSync, linkSync, mkdirSync, readFileSync, statSync, utimesSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { runHook } from "../../src/agent/output/hook.ts";
import { renderFile } from "../../src/agent/output/render-file.ts";
import type { Rendering, Tally } from "../../src/agent/render/rendering.ts";
import { exitCode } from "../../src/agent/sync-report.ts";
import { isNamed } from "../fixtures/children.ts";
import { until } from "../fixtures/programs.ts";
import { domains } from "./fixture-repository.ts";
import { Harness } from "./harness.ts";

const failed = { kind: "failed", message: "no" } as const;
const withHook = (harness: Harness) => ({ outputs: [harness.output("plain", { reload: ["reload", "now"] })] });

test("the hook runs once a change, after the file is in place, with the path in its environment", async () => {
  const agent = await Harness.start(withHook);
  agent.repository.publish(domains("bet.pk"));
  const seen: string[] = [];
  const ports = {
    runHook: async (_: readonly string[], options: { environment: Readonly<Record<string, string>> }) => {
      const { HIFAZAT_PATH: path = "", HIFAZAT_RELEASE: release } = options.environment;
      seen.push(`${release}: ${readFileSync(path, "utf8").split("\n")[0]}`);
      return { kind: "ok" } as const;
    },
  };
  await agent.sync({}, ports);
  await agent.sync({}, ports);
  expect(seen).toEqual(["1: bet.pk"]);
});

test("a hook that fails brings the previous file back and runs again", async () => {
  const agent = await Harness.start(withHook);
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  agent.repository.publish(domains("bet.pk", "poker.example"));
  agent.hookResults = [failed];
  const report = await agent.sync();
  expect(report.outputs[0]).toMatchObject({ result: "failed", code: "hook_failed" });
  expect(report.outputs[0]?.message).toMatch(/previous file is back in place and was reloaded/);
  expect(exitCode(report)).toBe(6);
  expect(agent.names()).toEqual(["bet.pk"]);
  expect(agent.hooks).toHaveLength(3);
  expect(agent.leftovers()).toEqual([]);

  expect((await agent.sync()).outputs[0]?.result).toBe("written");
  expect(agent.names()).toEqual(["poker.example", "bet.pk"]);
});

test("a hook that fails twice says so, and the previous file is still the one in place", async () => {
  const agent = await Harness.start(withHook);
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  agent.repository.publish(domains("bet.pk", "poker.example"));
  agent.hookResults = [failed, failed];
  const report = await agent.sync();
  expect(report.outputs[0]?.message).toMatch(/its reload failed too/);
  expect(agent.names()).toEqual(["bet.pk"]);
  agent.hookResults = [failed, failed];
  await agent.sync();
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("a first hook that fails leaves the new file, because there is no other", async () => {
  const agent = await Harness.start(withHook);
  agent.repository.publish(domains("bet.pk"));
  agent.hookResults = [failed];
  const report = await agent.sync();
  expect(report.outputs[0]?.message).toMatch(/no previous file/);
  expect(agent.names()).toEqual(["bet.pk"]);
});

test("one output's failure does not keep the others back", async () => {
  const agent = await Harness.start((harness) => ({
    outputs: [harness.output("csv", { path: join(harness.folder, "missing", "list.csv") }), harness.output("plain")],
  }));
  agent.repository.publish(domains("bet.pk"));
  const report = await agent.sync();
  expect(report.outputs.map(({ result, code }) => [result, code])).toEqual([
    ["failed", "output_failed"],
    ["written", undefined],
  ]);
  expect(exitCode(report)).toBe(6);
});

test("an output has the permission bits it is given, whatever the umask and the file before it", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("plain", { mode: 0o664 })] }));
  agent.repository.publish(domains("bet.pk"));
  const path = join(agent.folder, "out", "list.plain");
  writeFileSync(path, "old\n");
  chmodSync(path, 0o600);
  const umask = process.umask(0o077);
  try {
    await agent.sync();
  } finally {
    process.umask(umask);
  }
  expect(statSync(path).mode & 0o777).toBe(0o664);
  expect(statSync(join(agent.settings.state, "lists", "general", "head.json")).mode & 0o777).toBe(0o600);
});

test("whoever holds the old file open or linked keeps it whole: outputs are renamed, never rewritten", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  await agent.sync();
  const path = join(agent.folder, "out", "list.plain");
  linkSync(path, join(agent.folder, "held"));
  agent.repository.publish(domains("bet.pk", "poker.example"));
  await agent.sync();
  expect(readFileSync(join(agent.folder, "held"), "utf8")).toBe("bet.pk\nhifazat-sentinel.example\n");
});

test("an output that would lose most of its entries by an allow list or option waits for --force", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains(...Array.from({ length: 40 }, (_, at) => `n${at}.casino.example`)));
  await agent.sync();
  const allow = join(agent.folder, "allow.txt");
  writeFileSync(allow, "casino.example\n");
  agent.settings = { ...agent.settings, allow };
  const report = await agent.sync();
  expect(report.outputs[0]).toMatchObject({ result: "failed", code: "drop_bound" });
  expect(agent.names()).toHaveLength(40);
  await agent.sync({ force: true });
  expect(agent.names()).toEqual([]);
});

test("the serial is the release, and grows when the same release is rendered otherwise", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("rpz")] }));
  const serial = () => Number(/SOA \S+ \S+ (\d+)/.exec(agent.read("rpz"))?.[1]);
  agent.repository.publish(domains("bet.pk", "poker.example"));
  await agent.sync();
  expect(serial()).toBe(1);
  const allow = join(agent.folder, "allow.txt");
  writeFileSync(allow, "poker.example\n");
  agent.settings = { ...agent.settings, allow };
  await agent.sync();
  expect(serial()).toBe(2);
  agent.repository.publish(domains("bet.pk", "poker.example", "casino.example"));
  await agent.sync();
  expect(serial()).toBe(3);
});

const TALLY: Tally = { carried: 1, covered: 0, narrowed: 0, rejected: {}, unpassed: 0 };

function* rendering(text: string, meant: { lines: number; tail: string }): Rendering {
  yield text;
  return { tally: TALLY, lines: meant.lines, tail: Buffer.from(meant.tail) };
}

test.each([
  ["a line more than the renderer meant", "a\nb\ns\n", { lines: 2, tail: "s\n" }],
  ["a line less", "s\n", { lines: 2, tail: "s\n" }],
  ["no sentinel at the end", "a\nb\n", { lines: 2, tail: "s\n" }],
  ["no final newline", "a\ns", { lines: 1, tail: "s\n" }],
  ["nothing at all", "", { lines: 2, tail: "s\n" }],
])("a file with %s is not put into place", async (_, text, meant) => {
  const agent = await Harness.start();
  const partial = join(agent.folder, "partial");
  expect(() => renderFile(rendering(text, meant), partial, 0o644, partial)).toThrow(/not put into place/);
});

test("a file that somebody has changed, size and time kept, is not built upon: the next one is whole again", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("plain")] }));
  for (const names of [["bet.pk"], ["aaa.pk", "bet.pk", "poker.pk"]]) {
    agent.repository.publish(domains(...names));
    await agent.sync();
  }
  const [output] = agent.settings.outputs;
  const path = output?.path ?? "";
  const { mtimeMs } = statSync(path);
  writeFileSync(path, readFileSync(path, "utf8").replace("aaa.pk", "bbb.pk"));
  utimesSync(path, mtimeMs / 1_000, mtimeMs / 1_000);
  expect(statSync(path).mtimeMs).toBe(mtimeMs);
  agent.repository.publish(domains("aaa.pk", "bet.pk", "poker.pk", "third.pk"));
  expect((await agent.sync()).outputs[0]).toMatchObject({ result: "written", tally: { carried: 4 } });
  expect(agent.names()).toEqual(["aaa.pk", "bet.pk", "poker.pk", "third.pk"]);
});

test("a file is checked as a whole when it is larger than one read", async () => {
  const agent = await Harness.start();
  const partial = join(agent.folder, "partial");
  const text = `${"x".repeat(99)}\n`.repeat(30_000);
  const file = renderFile(rendering(text, { lines: 30_000, tail: text.slice(-100) }), partial, 0o644, partial);
  expect(file.bytes).toBe(3_000_000);
});

const hookOptions = { timeoutSeconds: 20, environment: {} };

test("hooks run without a shell, and their trouble is told", async () => {
  expect(await runHook(["true"], hookOptions)).toEqual({ kind: "ok" });
  expect(await runHook(["echo", "$HOME; exit 1"], hookOptions)).toEqual({ kind: "ok" });
  expect(await runHook(["sh", "-c", "echo bad zone >&2; exit 3"], hookOptions)).toEqual({
    kind: "failed",
    message: "sh: exit code 3: bad zone",
  });
  expect(await runHook(["no-such-program"], hookOptions)).toMatchObject({ kind: "failed" });
});

test("a hook that hangs is ended with all it started", async () => {
  const agent = await Harness.start();
  const mark = join(agent.folder, "mark");
  mkdirSync(join(agent.folder, "x"));
  const script = `(sleep 1.5; touch ${mark}) & sleep 60`;
  const result = await runHook(["sh", "-c", script], { timeoutSeconds: 0.3, environment: {} });
  expect(result).toMatchObject({ kind: "failed", message: expect.stringMatching(/took over 0.3 s/) });
  // Whoever was not ended makes the mark before going.
  await until("its processes to end", () => !isNamed(mark));
  expect(existsSync(mark)).toBe(false);
});
