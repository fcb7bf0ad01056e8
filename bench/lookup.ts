// `npm run bench:lookup [-- ENTRIES PART]`: what a lookup over HTTP costs, against node:http in the same run on the same
// machine. Parts: get, post, swap; all without one, in about two minutes. Ratios hold; absolute figures are
// this machine's, today.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Contestant, load, type Measured, median, pinSelf, quantile, startContestant } from "./lookup-load.ts";
import { type BenchRepository, writeRepository } from "./lookup-repository.ts";

const [size = "983089", part = "all"] = process.argv.slice(2);
const SIZE = Number(size);
const wanted = (name: string): boolean => part === "all" || part === name;
const ROUNDS = 9;
const SECONDS = 1;
const CONNECTIONS = 32;
const SWAPS = 5;
const WINDOW_SECONDS = 2;

const folder = mkdtempSync(join(tmpdir(), "hifazat-bench-lookup-"));
const started: Contestant[] = [];
try {
  await run();
} finally {
  for (const contestant of started) contestant.stop();
  rmSync(folder, { recursive: true, force: true });
}

async function run(): Promise<void> {
  const repository = writeRepository(folder, SIZE, wanted("swap") ? SWAPS + 1 : 1);
  pinSelf();
  const app = await start("app", repository.data);
  say(`${SIZE.toLocaleString("en")} entries`);
  if (wanted("get")) await gets(app, repository);
  if (wanted("post")) await posts(app, repository.names);
  if (wanted("swap")) await swaps(app, repository);
}

async function gets(app: Contestant, { names, indexFile }: BenchRepository): Promise<void> {
  const contestants = {
    "node:http, a constant": await start("constant", ""),
    "node:http, a constant without a header": await start("bare", ""),
    "node:http, the same index": await start("plain", indexFile),
    "the app": app,
  };
  say(`GET, requests per CPU second: ${CONNECTIONS} keep-alive connections, every second name listed`);
  const rates = await compare(contestants, namePaths(names));
  const constant = rates.get("node:http, a constant") ?? 1;
  for (const [name, rate] of rates) say(`  ${name.padEnd(50)} ${whole(rate)}   ${(rate / constant).toFixed(2)}`);
  const encoded = await load(app, { connections: CONNECTIONS, seconds: SECONDS, paths: urlPaths(names) });
  say(`  ${"the app, whole URLs, percent-encoded".padEnd(50)} ${whole(encoded.perCpuSecond)}`);
}

async function compare(contestants: Record<string, Contestant>, paths: string[]): Promise<Map<string, number>> {
  const rates = new Map(Object.keys(contestants).map((name) => [name, [] as number[]]));
  // Round 0 warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, contestant] of Object.entries(contestants)) {
      const { perCpuSecond } = await load(contestant, { connections: CONNECTIONS, seconds: SECONDS, paths });
      if (round > 0) rates.get(name)?.push(perCpuSecond);
    }
  }
  return new Map([...rates].map(([name, values]) => [name, median(values)]));
}

async function posts(app: Contestant, names: readonly string[]): Promise<void> {
  say("POST, names per CPU second");
  for (const [count, type] of [
    [1_000, "application/json"],
    [10_000, "text/plain"],
  ] as const) {
    const asked = mixed(names, count);
    const body = type === "text/plain" ? `${asked.join("\n")}\n` : JSON.stringify({ urls: asked });
    const rounds: Measured[] = [];
    for (let round = 0; round < 5; round++) {
      rounds.push(await load(app, { connections: 4, seconds: SECONDS, post: { type, body } }));
    }
    const rate = count * median(rounds.map(({ perCpuSecond }) => perCpuSecond));
    say(`  ${count.toLocaleString("en")} a request, ${type}`.padEnd(53) + whole(rate));
  }
}

/** Windows without and with a release coming in, in turn, so that whatever else the machine does falls on both alike. */
async function swaps(app: Contestant, repository: BenchRepository): Promise<void> {
  const window = { connections: 8, seconds: WINDOW_SECONDS, paths: namePaths(repository.names) };
  const seen = { quiet: [] as Measured[], "a release comes in": [] as Measured[] };
  await load(app, window);
  for (let swap = 1; swap <= SWAPS; swap++) {
    seen.quiet.push(await load(app, window));
    repository.nextRelease();
    seen["a release comes in"].push(await load(app, window));
    const { release } = (await (await fetch(`${app.url}/v1/lookup?url=never-listed.pk`)).json()) as {
      release: number;
    };
    if (release !== swap + 1) throw new Error(`release ${release} after ${swap} swaps`);
  }
  const p99 = (windows: Measured[]): number => median(windows.map(({ latencies }) => quantile(latencies, 0.99)));
  const worst = (windows: Measured[]): number => median(windows.map(({ latencies }) => quantile(latencies, 1)));
  say(`latency in windows of ${WINDOW_SECONDS} s, medians of ${SWAPS}, milliseconds`);
  for (const [name, windows] of Object.entries(seen)) {
    say(`  ${name.padEnd(50)} 99th percentile ${p99(windows).toFixed(2)}, worst ${worst(windows).toFixed(1)}`);
  }
  say(
    `  99th percentile against quiet${" ".repeat(28)}${(p99(seen["a release comes in"]) / p99(seen.quiet)).toFixed(2)}`,
  );
}

async function start(kind: string, file: string): Promise<Contestant> {
  const contestant = await startContestant(kind, file);
  started.push(contestant);
  return contestant;
}

/** `count` names, every second one on the list, spread over it. */
function mixed(names: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const name = names[(at * 977) % (names.length - SWAPS)] ?? "";
    return at % 2 === 0 ? name : `not-${name}`;
  });
}

function namePaths(names: readonly string[]): string[] {
  return mixed(names, 1_000).map((name) => `/v1/lookup?url=${name}`);
}

function urlPaths(names: readonly string[]): string[] {
  return mixed(names, 1_000).map((name) => `/v1/lookup?url=${encodeURIComponent(`https://www.${name}/a/page?id=1`)}`);
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en").padStart(10);
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
