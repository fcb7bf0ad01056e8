// `npm run bench:edge [-- ENTRIES MEMORY_MB PART]`: the edge worker in workerd over a local bucket: cold start, memory of its
// isolate, lookups beside the Node server's, and a new release coming in. Without MEMORY_MB once with the memory of
// wrangler.toml and once with 24 MiB, where no index of this size fits. Parts: cold, lookups,
// next; all without one. Ratios hold; absolute figures are this machine's.
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import { type Contestant, load, median, startContestant } from "./lookup-load.ts";
import { type BenchRepository, writeRepository } from "./lookup-repository.ts";
import { bundleEdge, startWorkerd, type Workerd } from "./workerd.ts";

const [size = "983089", memory, part = "all"] = process.argv.slice(2);
const ENTRIES = Number(size);
const MEMORIES = memory === undefined ? ["64", "24"] : [memory];
const wanted = (name: string): boolean => part === "all" || part === name;
const ROUNDS = 3;
const LOOK_EVERY_MS = 20;

const folder = mkdtempSync(join(tmpdir(), "hifazat-bench-edge-"));
const started: { stop: () => void }[] = [];
try {
  await run();
} finally {
  for (const one of started) one.stop();
  rmSync(folder, { recursive: true, force: true });
}
// What remains are the inspector's connections.
process.exit(0);

async function run(): Promise<void> {
  const { modules, bytes, gzipped } = bundleEdge(join(folder, "bundle"));
  say(`bundle ${mega(bytes)} MB, gzipped ${mega(gzipped)} MB (limits of Workers: 3 MB free, 10 MB paid)`);
  for (const [at, memory] of MEMORIES.entries()) {
    const repository = writeRepository(join(folder, `repository-${at}`), ENTRIES, wanted("next") ? 2 : 1);
    say(
      `${ENTRIES.toLocaleString("en")} entries, index ${mega(indexBytes(repository))} MB, memory for ${memory} MiB of it`,
    );
    await measure(modules, repository, memory, join(folder, `bucket-${at}`));
  }
}

async function measure(
  modules: readonly string[],
  repository: BenchRepository,
  memory: string,
  bucket: string,
): Promise<void> {
  const tree = join(repository.data, "public", "tuf");
  const vars = {
    TRUSTED_ROOT: readFileSync(join(tree, "metadata", "1.root.json"), "utf8"),
    INDEX_MEMORY_MB: memory,
  };
  const startedAt = performance.now();
  const edge = await startWorkerd({ modules, bucket, vars });
  started.push(edge);
  const ready = performance.now() - startedAt;
  // Filling the bucket does not wake the worker.
  await edge.put(tree);
  const peak = watch(edge);
  const name = repository.names[7] ?? "";
  const asked = performance.now();
  const answer = (await (await fetch(`${edge.url}/v1/lookup?url=${name}`)).json()) as { blocked: boolean };
  if (!answer.blocked) throw new Error("the first answer is wrong");
  say(
    `  workerd up after ${ready.toFixed(0)} ms, first right answer ${(performance.now() - asked).toFixed(0)} ms after it was asked`,
  );
  await pause(2_000);
  say(`  isolate while loading: peak ${await peak()}; then ${shown(await edge.memory())}`);
  say(`  the whole process, which is also the bucket: ${edge.resident().toFixed(0)} MB`);

  if (wanted("lookups")) await lookups(edge, repository);
  if (wanted("next")) await takeNext(edge, repository, tree);
  say(`  at the end ${shown(await edge.memory())}`);
  edge.stop();
}

async function lookups(edge: Workerd, repository: BenchRepository): Promise<void> {
  const node = await startContestant("app", repository.data);
  started.push(node);
  // What the way to the worker costs without any lookup; Miniflare has a worker of its own in front.
  await compare("GET /healthz, requests per CPU second", node, edge, healths);
  await compare("GET, requests per CPU second", node, edge, (contestant) => gets(contestant, repository.names));
  await compare("POST of 1,000 text lines, names per CPU second", node, edge, (contestant) =>
    posts(contestant, repository.names),
  );
  node.stop();
}

type Rate = (contestant: Contestant) => Promise<number>;

async function compare(what: string, node: Contestant, edge: Contestant, rate: Rate): Promise<void> {
  const rates = { node: [] as number[], edge: [] as number[] };
  // Round 0 warms up and is not counted.
  for (let round = 0; round <= ROUNDS; round++) {
    for (const [name, contestant] of [["node", node] as const, ["edge", edge] as const]) {
      const value = await rate(contestant);
      if (round > 0) rates[name].push(value);
    }
  }
  const [byNode, byEdge] = [median(rates.node), median(rates.edge)];
  say(`  ${what}: Node ${whole(byNode)}, workerd ${whole(byEdge)}, ratio ${(byEdge / byNode).toFixed(2)}`);
}

async function gets(contestant: Contestant, names: readonly string[]): Promise<number> {
  const paths = mixed(names, 1_000).map((name) => `/v1/lookup?url=${name}`);
  return (await load(contestant, { connections: 16, seconds: 2, paths })).perCpuSecond;
}

async function healths(contestant: Contestant): Promise<number> {
  return (await load(contestant, { connections: 16, seconds: 2, paths: ["/healthz"] })).perCpuSecond;
}

async function posts(contestant: Contestant, names: readonly string[]): Promise<number> {
  const body = `${mixed(names, 1_000).join("\n")}\n`;
  return (
    1_000 * (await load(contestant, { connections: 2, seconds: 2, post: { type: "text/plain", body } })).perCpuSecond
  );
}

/** A new release comes while questions are asked, one after the other; each has to be answered. */
async function takeNext(edge: Workerd, repository: BenchRepository, tree: string): Promise<void> {
  const paths = mixed(repository.names, 1_000).map((name) => `${edge.url}/v1/lookup?url=${name}`);
  repository.nextRelease();
  const peak = watch(edge);
  const put: { phase: "writing" | "loading"; failure?: Error } = { phase: "writing" };
  edge.put(tree).then(
    () => {
      put.phase = "loading";
    },
    (error: Error) => {
      put.failure = error;
    },
  );
  const begun = performance.now();
  // While the files are written, which the same process does, and from the pointer on.
  const worst = { writing: 0, loading: 0 };
  let release = 1;
  for (let at = 0; release < 2 || performance.now() - begun < 6_000; at++) {
    const asked = performance.now();
    const { phase, failure } = put;
    if (failure !== undefined) throw failure;
    const response = await fetch(paths[at % paths.length] ?? "");
    if (response.status !== 200) throw new Error(`status ${response.status} while a release came in`);
    ({ release } = (await response.json()) as { release: number });
    worst[phase] = Math.max(worst[phase], performance.now() - asked);
  }
  say(
    `  a new release came in: every question answered; the slowest ${worst.loading.toFixed(0)} ms, and ${worst.writing.toFixed(0)} ms ` +
      `while its files were written; isolate peak ${await peak()}`,
  );
}

/** Looks at the isolate's memory until the answer is asked for: the highest sum that was seen. */
function watch(edge: Workerd): () => Promise<string> {
  let most = { heap: 0, buffers: 0 };
  let over = false;
  const watching = (async () => {
    while (!over) {
      const now = await edge.memory();
      if (now.heap + now.buffers > most.heap + most.buffers) most = now;
      await pause(LOOK_EVERY_MS);
    }
  })();
  return async () => {
    over = true;
    await watching;
    return shown(most);
  };
}

/** `count` names, every second one on the list, spread over it. */
function mixed(names: readonly string[], count: number): string[] {
  return Array.from({ length: count }, (_, at) => {
    const name = names[(at * 977) % (names.length - 1)] ?? "";
    return at % 2 === 0 ? name : `not-${name}`;
  });
}

function indexBytes({ indexFile }: BenchRepository): number {
  return readFileSync(indexFile).length;
}

function mega(bytes: number): string {
  return (bytes / 1e6).toFixed(2);
}

function shown({ heap, buffers }: { heap: number; buffers: number }): string {
  return `${(heap + buffers).toFixed(0)} MB (heap ${heap.toFixed(0)}, buffers ${buffers.toFixed(0)})`;
}

function whole(value: number): string {
  return Math.round(value).toLocaleString("en");
}

function say(line: string): void {
  process.stdout.write(`${line}\n`);
}
