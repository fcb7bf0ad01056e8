// `npm run bench`: what the registry and an agent need for 429,343 and 983,089 entries, each figure beside a baseline
// measured in the same run on the same machine. Every stage is the real command in its own process.
import { spawn } from "node:child_process";
import { createWriteStream, mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { constants, zstdCompressSync } from "node:zlib";
import { syntheticNames } from "../scripts/synthetic-names.ts";
import { openDatabase } from "../src/storage/database.ts";
import { hifazat, type Measured } from "./measured-run.ts";
import { ixfrBytes } from "./rpz-ixfr.ts";

const SIZES = process.argv.slice(2).map(Number).filter(Boolean);
const CHANGES = [10, 1_000, 10_000];
const MAIN = new URL("../src/cli/main.js", import.meta.url).pathname;

for (const size of SIZES.length > 0 ? SIZES : [429_343, 983_089]) {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-bench-"));
  try {
    await measure(size, folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measure(size: number, folder: string): Promise<void> {
  const data = join(folder, "data");
  const file = join(folder, "order.txt");
  process.stdout.write(`\n${size.toLocaleString("en")} entries\n`);
  await writeNames(file, syntheticNames(size));
  await hifazat("init", "--data", data);

  const imported = await importOrder(data, file, "1");
  const baseline = rawInserts(data);
  row("import", imported, `${ratio(imported.seconds, baseline)} of ${baseline.toFixed(1)} s for raw prepared inserts`);
  row("decide", await decide(data, "1", "--approve"));
  row("publish, first release", await publish(data));
  sizes(data, file, size);

  // A replica: a serving registry would publish the withdrawals by itself before the measured command does.
  const server = spawn(process.execPath, [MAIN, "serve", "--data", data, "--port", "0", "--read-only"], {
    stdio: ["ignore", "pipe", "inherit"],
  });
  try {
    const url = await listening(server.stdout);
    row("agent, snapshot and RPZ", await sync(folder, data, url));
    let seed = 1;
    for (const changes of CHANGES) {
      seed += 1;
      const added = [...syntheticNames(changes * 0.9, size + seed * 100_000)];
      const more = join(folder, `more-${seed}.txt`);
      await writeNames(more, added);
      await importOrder(data, more, String(seed));
      await decide(data, String(seed), "--approve");
      const from = seed * 20_000;
      const items = Array.from({ length: changes * 0.1 }, (_, index) => from + index);
      await decide(data, "1", "--withdraw", "--items", items.join(","));
      const published = await publish(data);
      const seen = await releaseSeen(url, seed);
      const { bytes, base } = smallestDelta(data);
      const ixfr = ixfrBytes(added, namesOf(file, items));
      const label = `${changes.toLocaleString("en")} changes`;
      row(`publish, ${label}`, published, `readable by HTTP ${seen.toFixed(2)} s after the command`);
      note(`delta from ${base}`, `${kilobytes(bytes)}, ${ratio(bytes, ixfr)} of an RPZ IXFR (${kilobytes(ixfr)})`);
      row(`agent, ${label} and RPZ`, await sync(folder, data, url));
    }
  } finally {
    server.kill("SIGTERM");
  }
}

async function writeNames(file: string, names: Iterable<string>): Promise<void> {
  const out = createWriteStream(file);
  for (const name of names) if (!out.write(`${name}\n`)) await new Promise((resolve) => out.once("drain", resolve));
  out.end();
  await finished(out);
}

function importOrder(data: string, file: string, number: string): Promise<Measured> {
  const terms = ["--order", number, "--authority", "PTA", "--ground", "decency", "--category", "decency"];
  return hifazat("import", file, ...terms, "--by", "Clerk", "--data", data);
}

function decide(data: string, number: string, ...what: string[]): Promise<Measured> {
  const officers = ["--officer", "Officer A", "--second", "Officer B", "--reasons", "bench"];
  return hifazat("decide", number, ...what, ...officers, "--data", data);
}

function publish(data: string): Promise<Measured> {
  return hifazat("publish", "--data", data, "--release-batch", "--senior", "Senior S");
}

function sync(folder: string, data: string, url: string): Promise<Measured> {
  const root = join(data, "public", "tuf", "metadata", "1.root.json");
  const out = join(folder, "list.rpz");
  return hifazat(
    "agent",
    "sync",
    "--registry",
    url,
    "--root",
    root,
    "--state",
    join(folder, "agent"),
    "--format",
    "rpz",
    "--out",
    out,
  );
}

/** The rows that the import wrote, written again by a prepared statement into the same table of an empty database. */
function rawInserts(data: string): number {
  const from = openDatabase(join(data, "hifazat.db"));
  const rows = from.sqlite.prepare("SELECT * FROM items").raw().all() as unknown[][];
  const orders = from.sqlite.prepare("SELECT * FROM orders").raw().all() as unknown[][];
  from.sqlite.close();
  const file = join(data, "raw.db");
  const to = openDatabase(file);
  const order = to.sqlite.prepare(`INSERT INTO orders VALUES (${"?,".repeat(orders[0]?.length ?? 0).slice(0, -1)})`);
  const insert = to.sqlite.prepare(`INSERT INTO items VALUES (${"?,".repeat(rows[0]?.length ?? 0).slice(0, -1)})`);
  const start = performance.now();
  to.sqlite.transaction(() => {
    for (const values of orders) order.run(values);
    for (const values of rows) insert.run(values);
  })();
  const seconds = (performance.now() - start) / 1000;
  to.sqlite.close();
  rmSync(file);
  return seconds;
}

/** Bytes of the published files, each beside what it could be compared with. */
function sizes(data: string, file: string, size: number): void {
  const plain = readFileSync(file);
  const zstd = zstdCompressSync(plain, { params: { [constants.ZSTD_c_compressionLevel]: 3 } }).length;
  const of = targets(data);
  const snapshot = of("list.txt.zst");
  note("snapshot", `${megabytes(snapshot)}, ${ratio(snapshot, zstd)} of zstd 3 of the order's file`);
  const filter = of("filter.bin");
  const { falsePositiveRate } = manifestFilter(data);
  const theory = (size * Math.log2(1 / falsePositiveRate)) / Math.LN2 / 8;
  note(
    "filter",
    `${megabytes(filter)}, ${((filter * 8) / size).toFixed(2)} bits a key, ${ratio(filter, theory)} of theory at ${falsePositiveRate}`,
  );
  const index = of("index.bin");
  note("index", `${megabytes(index)}, ${(index / size).toFixed(1)} bytes an entry`);
}

function targets(data: string): (name: string) => number {
  const folder = join(data, "public", "tuf", "targets", "general");
  return (name) => {
    const newest = readdirSync(folder)
      .filter((file) => file.endsWith(`.${name}`))
      .map((file) => statSync(join(folder, file)))
      .sort((one, other) => other.mtimeMs - one.mtimeMs)[0];
    if (newest === undefined) throw new Error(`no ${name} was published`);
    return newest.size;
  };
}

function newestManifest(data: string) {
  const folder = join(data, "public", "tuf", "targets", "general");
  const texts = readdirSync(folder)
    .filter((file) => file.endsWith(".manifest.json"))
    .map((file) => JSON.parse(readFileSync(join(folder, file), "utf8")));
  return texts.reduce((newest, manifest) => (manifest.release > newest.release ? manifest : newest));
}

/** The rate the filter was made for, from its own header by way of the manifest's description. */
function manifestFilter(data: string): { falsePositiveRate: number } {
  return { falsePositiveRate: newestManifest(data).filter.falsePositiveRate ?? 1e-4 };
}

function smallestDelta(data: string): { bytes: number; base: number } {
  const { deltas } = newestManifest(data) as { deltas: { bytes: number; base: number }[] };
  return deltas.reduce((newest, delta) => (delta.base > newest.base ? delta : newest));
}

function namesOf(file: string, items: readonly number[]): string[] {
  const lines = readFileSync(file, "utf8").split("\n");
  return items.map((item) => lines[item - 1] ?? "");
}

/** Seconds until lookups are answered by the release, after the command that published it has ended. */
async function releaseSeen(url: string, release: number): Promise<number> {
  const start = performance.now();
  for (;;) {
    const answer = (await (await fetch(`${url}/v1/lookup?url=never-listed.pk`)).json()) as { release: number };
    if (answer.release >= release) return (performance.now() - start) / 1000;
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function listening(stdout: NodeJS.ReadableStream): Promise<string> {
  for await (const line of createInterface(stdout)) {
    const found = /listening on (http:\/\/\S+)/.exec(line);
    if (found?.[1] !== undefined) return found[1];
  }
  throw new Error("the server ended before it listened");
}

function row(stage: string, { seconds, peakMegabytes }: Measured, remark = ""): void {
  note(stage, `${seconds.toFixed(2).padStart(6)} s  ${peakMegabytes.toFixed(0).padStart(5)} MB peak  ${remark}`);
}

function note(stage: string, text: string): void {
  process.stdout.write(`  ${stage.padEnd(34)} ${text}\n`);
}

function ratio(figure: number, baseline: number): string {
  return `${(figure / baseline).toFixed(2)} times`;
}

function kilobytes(bytes: number): string {
  return `${(bytes / 1000).toFixed(1)} kB`;
}

function megabytes(bytes: number): string {
  return `${(bytes / 1e6).toFixed(2)} MB`;
}
