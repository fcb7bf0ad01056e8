// What the ISP's agent costs at the size of the list of record: node bench/agent.ts [ENTRIES]
import { execFileSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { syntheticNames } from "../scripts/synthetic-names.ts";
import { readConfig } from "../src/agent/config/read.ts";
import type { Settings } from "../src/agent/config/settings.ts";
import { runHook } from "../src/agent/output/hook.ts";
import { renderFile } from "../src/agent/output/render-file.ts";
import { openDownloader } from "../src/agent/registry/download.ts";
import { postJson } from "../src/agent/registry/post.ts";
import { FORMAT_NAMES, type Format, render } from "../src/agent/render/formats.ts";
import { type SyncStep, sync } from "../src/agent/sync.ts";
import { type ListLine, readLines } from "../src/protocol/list.ts";
import { FixtureRepository } from "../test/agent/fixture-repository.ts";
import { FixtureServer } from "../test/agent/fixture-server.ts";

const ENTRIES = 983_089;
/** The update that DNS.md measures resolvers with. */
const [ADDED, REMOVED] = [900, 100];

const [, self = "", first, list, kind] = process.argv;
if (first === "render" && list !== undefined && kind !== undefined) renderOnce(list, kind);
else await measure(Number(first ?? ENTRIES));

async function measure(entries: number): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-bench-"));
  const repository = new FixtureRepository();
  const server = await FixtureServer.start(repository.files);
  try {
    const names = [...syntheticNames(entries + ADDED)];
    repository.publish(linesOf(names.slice(0, entries)));
    writeFileSync(join(folder, "root.json"), repository.rootFile);
    const settings = settingsFor(folder, server.url);
    console.log(
      `${entries.toLocaleString("en")} entries, ${mb(repository.releases[0]?.text.length ?? 0)} of list text`,
    );
    await timed("first sync, by snapshot", settings);
    repository.publish(linesOf(names.slice(REMOVED)));
    await timed(`next sync, by a delta of ${ADDED} + ${REMOVED}`, settings);
    await timed("a sync without a change", settings);
    const lists = join(folder, "state", "lists", "general");
    const [newest = ""] = readdirSync(lists).filter((name) => name.startsWith("2-"));
    for (const format of FORMAT_NAMES) {
      const said = execFileSync(process.execPath, [self, "render", join(lists, newest), format], { encoding: "utf8" });
      process.stdout.write(said);
    }
  } finally {
    await server.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

function linesOf(names: readonly string[]): ListLine[] {
  return names.map((value) => ({ value, scope: "domain", category: "decency" }));
}

/** Wall and processor time of a sync without outputs, and when each step was reached. The registry is in this process. */
async function timed(what: string, settings: Settings): Promise<void> {
  const start = performance.now();
  const cpu = process.cpuUsage();
  const steps: string[] = [];
  const report = await sync(
    settings,
    { force: false, resume: false, trustRoot: undefined },
    {
      clock: () => new Date(),
      openDownloader: (identity) => openDownloader({ ...identity, userAgent: "bench" }),
      postJson,
      runHook,
      askResolver: async () => ({ kind: "none", reason: "there is no resolver" }),
      pause: async () => {},
      step: (name: SyncStep) => void steps.push(`${name} ${Math.round(performance.now() - start)}`),
    },
  );
  if (report.faults.length > 0) throw new Error(JSON.stringify(report.faults));
  const { user, system } = process.cpuUsage(cpu);
  const wall = Math.round(performance.now() - start);
  const change = report.lists[0]?.change;
  console.log(
    `${what}: ${wall} ms, ${Math.round((user + system) / 1_000)} ms of processor (${change?.by ?? "no change"})`,
  );
  console.log(`  reached at ms: ${steps.join(", ")}`);
}

/** One format in a process of its own: renders, writes, syncs and reads back. */
function renderOnce(file: string, wanted: string): void {
  const bytes = readFileSync(file);
  const format = formatOf(wanted);
  const before = process.memoryUsage().rss;
  const cpu = process.cpuUsage();
  const start = performance.now();
  const source = {
    list: "general" as const,
    release: 2,
    lines: () => readLines(bytes),
    passes: [],
    sentinel: "hifazat-sentinel.example",
  };
  const out = `${file}.rendered`;
  const { bytes: size } = renderFile(render(source, format, 2), out, 0o600, out);
  const { user, system } = process.cpuUsage(cpu);
  rmSync(out);
  const seconds = ((performance.now() - start) / 1_000).toFixed(2);
  // Not getrusage's figure, which begins with the size of the process this one was forked from.
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync("/proc/self/status", "utf8"))?.[1] ?? 0) * 1_024;
  console.log(
    `${wanted.padEnd(8)} ${seconds} s, ${((user + system) / 1e6).toFixed(2)} s of processor, file ${mb(size)}, ` +
      `peak memory ${mb(peak)} (${mb(before)} with the list read, before rendering)`,
  );
}

function formatOf(wanted: string): Format {
  const output = [{ format: wanted, path: "/out" }];
  const reading = readConfig({ file: undefined, flags: { output }, workingFolder: "/", defaults: { state: "/" } });
  const format = reading.kind === "settings" ? reading.settings.outputs[0]?.format : undefined;
  if (format === undefined) throw new Error(`no format ${wanted}`);
  return format;
}

function settingsFor(folder: string, registry: string): Settings {
  mkdirSync(join(folder, "state"));
  const flags = { registry, state: join(folder, "state"), root: join(folder, "root.json") };
  const reading = readConfig({ file: undefined, flags, workingFolder: folder, defaults: {} });
  if (reading.kind === "faults") throw new Error(JSON.stringify(reading.faults));
  return reading.settings;
}

function mb(size: number): string {
  return `${(size / 1e6).toFixed(1)} MB`;
}
