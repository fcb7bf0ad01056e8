// From the publish command to the resolver's answer: npm run bench:enforce -- [--entries N] [--runs N] [--changes N] [TARGET…]
// Each run publishes one release and measures both ways: a name that it lists, and one that it takes off.
import { execFileSync } from "node:child_process";
import { mkdtempSync, rmSync } from "node:fs";
import { loadavg, tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { parseArgs } from "node:util";
import { AnswerWatch } from "./answer-watch.ts";
import { EnforceRegistry, LISTED } from "./enforce-registry.ts";
import { type Mark, startTarget, TARGETS, type Target } from "./enforce-targets.ts";
import { processorSeconds } from "./processor-seconds.ts";

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    entries: { type: "string", default: "983089" },
    runs: { type: "string", default: "20" },
    // DNS.md's update: 900 names come, 100 go.
    changes: { type: "string", default: "1000" },
  },
});
const [entries, runs, changes] = [Number(values.entries), Number(values.runs), Number(values.changes)];
/** An agent holds a list that loses a tenth, a registry a batch of 2,000: neither is what is measured here. */
if (!(runs >= 1 && changes >= 10 && changes <= 2_000 && changes <= entries / 2))
  throw new Error("--runs from 1, --changes from 10 to 2,000 and at most half of --entries");
const targets = positionals.length > 0 ? positionals : TARGETS;
for (const name of targets) if (!TARGETS.includes(name)) throw new Error(`no target ${name}: ${TARGETS.join(" ")}`);

/** Patience with a resolver's answer, and the time for which the quiet stream is watched. */
const PATIENCE_MS = 180_000;
const QUIET_MS = 3_000;

/** Before a release: looks in a row at which the programs that follow the list used less than this share of a core. */
const [SETTLED_LOOKS, SETTLED_LOOK_MS, IDLE_SHARE] = [3, 500, 0.15];

type Run = {
  /** Seconds from the start of the publish command. */
  readonly blocked: number;
  readonly open: number;
  readonly stages: readonly Mark[];
  readonly gapMs: number;
  /** Seconds of processor by what had them. */
  readonly processor: Readonly<Record<string, number>>;
};

const folder = mkdtempSync(join(tmpdir(), "hifazat-enforce-"));
process.on("exit", () => rmSync(folder, { recursive: true, force: true }));
// So that what runs on exit runs: the programs are ended there.
/** Says what was measured so far, when somebody ends it early. */
let soFar: (() => void) | undefined;
for (const signal of ["SIGINT", "SIGTERM"] as const)
  process.on(signal, () => {
    soFar?.();
    process.exit(1);
  });

progress(`${entries.toLocaleString("en")} entries are imported, decided and published`);
const registry = await EnforceRegistry.start(folder, entries);
try {
  const sorted = sortSeconds(join(folder, "first.txt"));
  console.log(
    `${entries.toLocaleString("en")} entries, ${changes.toLocaleString("en")} changes a release (nine tenths come, one goes), ` +
      `${runs} runs; beside it, sort(1) of the list's file: ${sorted.toFixed(2)} s`,
  );
  for (const name of targets) await measure(name, sorted);
} finally {
  await registry.stop();
}

async function measure(name: string, sorted: number): Promise<void> {
  progress(`${name}: starts`);
  let watch: AnswerWatch | undefined;
  const answers = async (port: number): Promise<void> => {
    watch = await AnswerWatch.open(port);
    await watch.until("never-listed.pk", "open", PATIENCE_MS);
    await watch.until(LISTED, "blocked", PATIENCE_MS);
  };
  const { data, url } = registry;
  const target = await startTarget(name, { folder, data, url, answers });
  const list: Run[] = [];
  try {
    if (watch === undefined) throw new Error(`${name} did not wait for its resolver`);
    const began = Date.now();
    await pause(QUIET_MS);
    const quiet = watch.longestGap(began);
    // One that does not count: there is nothing yet to take off.
    await observe(target, watch);
    soFar = () => list.length > 0 && report(target.label, list, quiet, sorted);
    for (let run = 1; run <= runs; run++) {
      const observed = await observe(target, watch);
      list.push(observed);
      progress(`${name} ${run}/${runs}: blocked ${observed.blocked.toFixed(2)} s, open ${observed.open.toFixed(2)} s`);
    }
    report(target.label, list, quiet, sorted);
    soFar = undefined;
  } finally {
    watch?.close();
    await target.stop();
  }
}

/** Publishes and waits for the answers. Everything is counted from the start of the publish command. */
async function observe(target: Target, watch: AnswerWatch): Promise<Run> {
  await settled(target);
  const { added, removed } = registry.decide(changes);
  // As somebody finds them who was there before: in the resolver's cache.
  await watch.until(added, "open", PATIENCE_MS);
  if (removed !== undefined) await watch.until(removed, "blocked", PATIENCE_MS);
  const before = spent(target);
  const began = Date.now();
  try {
    const answered = Promise.all([
      watch.until(added, "blocked", PATIENCE_MS),
      removed === undefined ? began : watch.until(removed, "open", PATIENCE_MS),
    ]);
    // Whatever ends the publication ends this run; the answers are awaited below.
    answered.catch(() => {});
    const { published, ended, processor } = await registry.publish();
    const [blockedAt, openAt] = await answered;
    const steps = await target.steps(registry.release);
    // The publisher and the resolver share this machine's cores: what it takes from it is no gap of the resolver's making.
    const gapMs = watch.longestGap(ended);
    const marks = [{ step: "published", at: published }, ...steps].filter(({ at }) => at <= blockedAt);
    const all = [...marks, { step: "answered", at: blockedAt }];
    const stages = all.map(({ step, at }, index) => ({ step, at: at - (all[index - 1]?.at ?? began) }));
    return {
      blocked: (blockedAt - began) / 1_000,
      open: (openAt - began) / 1_000,
      stages,
      gapMs,
      processor: { publish: processor, ...since(before, spent(target)) },
    };
  } catch (error) {
    throw new Error(
      `${target.label}, release ${registry.release}: ${error instanceof Error ? error.message : error}\n${target.said()}`,
    );
  }
}

/** Nobody is still at the release before: BIND works on one for seconds after it answers by it. */
async function settled(target: Target): Promise<void> {
  const total = (): number => Object.values(spent(target)).reduce((sum, seconds) => sum + seconds, 0);
  const patience = Date.now() + PATIENCE_MS;
  for (let before = total(), quiet = 0; quiet < SETTLED_LOOKS; ) {
    if (Date.now() > patience) throw new Error(`${target.label} is never done with a release:\n${target.said()}`);
    await pause(SETTLED_LOOK_MS);
    const now = total();
    quiet = now - before < IDLE_SHARE * (SETTLED_LOOK_MS / 1_000) ? quiet + 1 : 0;
    before = now;
  }
}

function spent({ pids }: Target): Record<string, number> {
  return Object.fromEntries(Object.entries(pids).map(([name, pid]) => [name, processorSeconds(pid) ?? 0]));
}

function since(before: Record<string, number>, now: Record<string, number>): Record<string, number> {
  return Object.fromEntries(Object.entries(now).map(([name, seconds]) => [name, seconds - (before[name] ?? 0)]));
}

function report(label: string, list: readonly Run[], quiet: number, sorted: number): void {
  const said = (what: string, seconds: readonly number[]): string =>
    `${what} after ${median(seconds).toFixed(2)} s in the median (${(median(seconds) / sorted).toFixed(1)} times sort), ` +
    `${Math.max(...seconds).toFixed(2)} s at worst`;
  const blocked = list.map((run) => run.blocked);
  const open = list.map((run) => run.open);
  const gaps = list.map(({ gapMs }) => gapMs);
  const load = loadavg().map((number) => number.toFixed(1));
  console.log(`${label}, ${list.length} runs (load averages of the machine: ${load.join(", ")})`);
  console.log(`  ${said("blocked", blocked)}`);
  console.log(`  ${said("open again", open)}`);
  const names = [...new Set(list.flatMap(({ stages }) => stages.map(({ step }) => step)))];
  const shares = names.map((name) => {
    const times = list.map(({ stages }) => stages.find(({ step }) => step === name)?.at ?? 0);
    return `${name} +${(median(times) / 1_000).toFixed(2)}`;
  });
  console.log(`  stages of it, median seconds: ${shares.join(", ")}`);
  const costs = Object.keys(list[0]?.processor ?? {}).map(
    (name) => `${name} ${median(list.map(({ processor }) => processor[name] ?? 0)).toFixed(2)}`,
  );
  console.log(`  processor, median seconds: ${costs.join(", ")}`);
  console.log(
    `  longest gap of a question every 5 ms from the end of the publish command: median ${Math.round(median(gaps))} ms, ` +
      `worst ${Math.round(Math.max(...gaps))} ms (${Math.round(quiet)} ms in ${QUIET_MS / 1_000} quiet seconds)`,
  );
}

function median(numbers: readonly number[]): number {
  const sorted = [...numbers].sort((a, b) => a - b);
  return sorted[Math.floor(sorted.length / 2)] ?? Number.NaN;
}

function sortSeconds(file: string): number {
  const start = performance.now();
  execFileSync("sort", ["-o", "/dev/null", file], { env: { ...process.env, LC_ALL: "C" } });
  return (performance.now() - start) / 1_000;
}

/** Where it is; the figures alone are on standard output. */
function progress(text: string): void {
  process.stderr.write(`${new Date().toISOString().slice(11, 19)} ${text}\n`);
}
