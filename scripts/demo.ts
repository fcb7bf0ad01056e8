// The main job from end to end, on a temporary data folder: an order file becomes a signed release, an ISP's verified
// copy and an answer. Every step is the command that a user would type; its real output is shown. Then it keeps serving.
import { execFile, spawn } from "node:child_process";
import { createWriteStream } from "node:fs";
import { mkdtemp, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { createInterface } from "node:readline";
import { finished } from "node:stream/promises";
import { promisify } from "node:util";
import { syntheticNames } from "./synthetic-names.ts";

const NAMES = 100_000;
/** What real lists have in them: none of this may become a block, and each line must be reported. */
const DIRTY = [
  ".com",
  "com.pk",
  "192.0.2.7",
  "10.0.0.0/8",
  "localhost",
  "||half^$domain=other.example",
  "not a name",
  "https://play.example/room/7?table=2",
  "hxxps://casino[.]example",
  "*.wild.example",
  "حفاظت.example",
  "github.io",
  "bloomberg.com",
  "pta.gov.pk",
];

const main = new URL("../src/cli/main.js", import.meta.url).pathname;
const folder = await mkdtemp(join(tmpdir(), "hifazat-demo-"));
const data = join(folder, "data");
const isp = join(folder, "isp");
const root = join(data, "public", "tuf", "metadata", "1.root.json");
const run = promisify(execFile);

const only = process.argv.includes("--once");
const port = process.env.HIFAZAT_PORT ?? (only ? "0" : "8787");

title("A registry");
await hifazat("init", "--data", data);

title(`Order 1: ${NAMES.toLocaleString("en")} made-up names, with ${DIRTY.length} dirty lines among them`);
const first = join(folder, "order-1.txt");
await writeOrder(first, NAMES, DIRTY);
await importOrder(first, "PTA/2026/001", "decency");
await decide("PTA/2026/001", "--approve");
await hifazat("publish", "--data", data, "--release-batch", "--senior", "Senior Officer Saima");

title("The registry serves");
const server = spawn(process.execPath, [main, "serve", "--data", data, "--port", port], {
  stdio: ["ignore", "pipe", "inherit"],
});
server.once("exit", (code) => process.exit(code ?? 1));
const url = await listening();

title("An ISP pulls release 1: a snapshot, verified from the root it was given");
await sync();

title("Order 2, and one item of order 1 withdrawn: release 2");
const second = join(folder, "order-2.txt");
await writeOrder(second, 40, ["https://news.example/2026/fake-bank-notice"], NAMES);
await importOrder(second, "PTA/2026/002", "public-order");
await decide("PTA/2026/002", "--approve");
await decide("PTA/2026/001", "--withdraw", "--items", "1");
await hifazat("publish", "--data", data);

title("The ISP pulls release 2: a delta");
await sync();
await hifazat("agent", "status", "--state", join(isp, "state"));

title("Is it blocked, and why?");
const [withdrawn = ""] = syntheticNames(1);
const [blocked = ""] = syntheticNames(1, NAMES);
for (const question of [
  `http://www.${blocked}/some/page`,
  "https://news.example/2026/fake-bank-notice/urdu",
  "news.example",
  withdrawn,
])
  await curl(`${url}/v1/lookup?url=${encodeURIComponent(question)}`);

await hifazat("audit", "verify", "--data", data);

if (only) {
  server.removeAllListeners("exit");
  server.once("exit", () => rm(folder, { recursive: true, force: true }));
  server.kill("SIGTERM");
} else {
  title(`Still serving: ${url}  (docs at ${url}/docs, data in ${folder}; Ctrl-C ends it)`);
  for (const signal of ["SIGINT", "SIGTERM"] as const)
    process.once(signal, () => {
      server.removeAllListeners("exit");
      server.once("exit", () => rm(folder, { recursive: true, force: true }).then(() => process.exit(0)));
      server.kill(signal);
    });
}

function title(text: string): void {
  process.stdout.write(`\n\u001b[1m── ${text}\u001b[0m\n`);
}

/** Runs a command as a user would, showing it, what it prints and how long it took. */
async function hifazat(...args: string[]): Promise<void> {
  const shown = args.map((arg) => (/[\s'"]/.test(arg) ? `'${arg}'` : arg)).join(" ");
  process.stdout.write(`$ hifazat ${shown.replaceAll(folder, "…")}\n`);
  const start = performance.now();
  const { stdout, stderr } = await run(process.execPath, [main, ...args], { maxBuffer: 1 << 26 });
  process.stdout.write(`${stdout}${stderr}`.replaceAll(folder, "…"));
  process.stdout.write(`  (${((performance.now() - start) / 1000).toFixed(1)} s)\n`);
}

async function importOrder(file: string, number: string, category: string): Promise<void> {
  const terms = ["--order", number, "--authority", "PTA", "--ground", "decency", "--category", category];
  const report = `${file}.report.tsv`;
  await hifazat("import", file, ...terms, "--by", "Clerk Kamran", "--report", report, "--data", data);
}

async function decide(number: string, ...what: string[]): Promise<void> {
  const officers = [
    "--officer",
    "Officer Ayesha",
    "--second",
    "Officer Bilal",
    "--reasons",
    "As the authority ordered",
  ];
  await hifazat("decide", number, ...what, ...officers, "--data", data);
}

async function sync(): Promise<void> {
  const out = join(isp, "hifazat.rpz");
  const target = ["--registry", url, "--root", root, "--state", join(isp, "state"), "--format", "rpz", "--out", out];
  await hifazat("agent", "sync", ...target);
  process.stdout.write(`  zone file for the resolver: ${((await stat(out)).size / 1e6).toFixed(1)} MB\n`);
}

async function curl(address: string): Promise<void> {
  process.stdout.write(`$ curl -s '${address}'\n`);
  try {
    process.stdout.write(`${(await run("curl", ["-s", address])).stdout}\n`);
  } catch {
    // No curl on this machine: the same request by Node.
    process.stdout.write(`${await (await fetch(address)).text()}\n`);
  }
}

async function writeOrder(file: string, count: number, dirty: readonly string[], from = 0): Promise<void> {
  const out = createWriteStream(file);
  const every = Math.max(1, Math.floor(count / (dirty.length + 1)));
  let line = 0;
  for (const name of syntheticNames(count, from)) {
    line += 1;
    out.write(`${name}\n`);
    const extra = line % every === 0 ? dirty[line / every - 1] : undefined;
    if (extra !== undefined) out.write(`${extra}\n`);
  }
  out.end();
  await finished(out);
}

async function listening(): Promise<string> {
  for await (const line of createInterface(server.stdout)) {
    process.stdout.write(`${line}\n`);
    const found = /listening on (http:\/\/\S+)/.exec(line);
    if (found?.[1] !== undefined) return found[1];
  }
  throw new Error("the server ended before it listened");
}
