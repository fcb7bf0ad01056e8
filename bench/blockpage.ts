import { type ChildProcess, execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer, request } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import autocannon from "autocannon";
import { buildIndex } from "../src/protocol/index-file/build.ts";

/** Requests a second of `hifazat blockpage`, beside `node:http` that answers the same page as a constant. */

const SECONDS = 4;
const CONNECTIONS = 32;
const HEADERS = { host: "www.blocked.example", accept: "text/html,*/*;q=0.8", "accept-language": "ur,en;q=0.5" };

/** Of util-linux. */
const TASKSET = "taskset";
/** Kernel ticks a second, as /proc counts processor time. */
const TICKS = 100;

if (process.argv[2] === "constant") serveConstant(process.argv[3] ?? "");
else await compare();

function serveConstant(file: string): void {
  const body = readFileSync(file);
  const headers = { "content-type": "text/html; charset=utf-8", "content-length": body.length };
  const server = createServer((_request, response) => response.writeHead(451, headers).end(body));
  server.listen(0, "127.0.0.1", () => {
    console.log(`listening on http://127.0.0.1:${(server.address() as AddressInfo).port}`);
  });
}

async function compare(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-bench-"));
  const index = join(folder, "index.bin");
  writeFileSync(index, oneEntry());
  const main = new URL("../src/cli/main.js", import.meta.url).pathname;
  const local = ["--port", "0", "--host", "127.0.0.1"];
  const page = await start(main, "blockpage", ...local, "--index", index, "--registry", "https://registry.example");
  const file = join(folder, "page.html");
  writeFileSync(file, await answer(page.url));
  const constant = await start(new URL(import.meta.url).pathname, "constant", file);
  try {
    pin(process.pid, 1);
    for (const round of [1, 2, 3]) {
      const ours = await measure(page);
      const theirs = await measure(constant);
      console.log(`round ${round}: blockpage ${text(ours)}; node:http constant ${text(theirs)}`);
      console.log(`         ratio by processor time ${(ours.perCpuSecond / theirs.perCpuSecond).toFixed(2)}`);
    }
  } finally {
    page.child.kill();
    constant.child.kill();
    rmSync(folder, { recursive: true });
  }
}

function oneEntry(): Uint8Array {
  const time = 1_795_478_400;
  const dates = { since: time, reviewAt: time, expiresAt: time };
  const order = { id: "o1", number: "PTA/2026/1", authority: "PTA", law: "PECA 2016", provision: "s. 37(1)" };
  const header = { list: "general", release: 1, previous: 0, publishedAt: time, identity: "0".repeat(64) } as const;
  const entry = { id: 1, value: "blocked.example", scope: "domain", category: "decency", order: 0 } as const;
  const orders = [{ ...order, ground: "decency", ...dates }];
  return buildIndex({ ...header, count: 1, categories: ["decency"], orders, entries: [entry] }, () => 0);
}

type Contestant = { readonly url: string; readonly child: ChildProcess };

async function start(...args: string[]): Promise<Contestant> {
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "ignore"] });
  pin(child.pid, 0);
  let said = "";
  for await (const chunk of child.stdout ?? []) {
    said += chunk;
    const url = /listening on (http:\S+)/.exec(said)?.[1];
    if (url !== undefined) return { url, child };
  }
  throw new Error(`${args.join(" ")} ended`);
}

function pin(pid: number | undefined, core: number): void {
  try {
    execFileSync(TASKSET, ["-a", "-p", "-c", String(core), String(pid)], { stdio: "ignore" });
  } catch {
    // Without taskset, or with one core, the scheduler decides for both alike.
  }
}

/** Not `fetch`, which sends no other Host than the address has. */
function answer(url: string): Promise<string> {
  return new Promise((resolve, reject) => {
    request(url, { headers: HEADERS }, (response) => {
      let body = "";
      response.setEncoding("utf8").on("data", (chunk: string) => {
        body += chunk;
      });
      response.once("end", () => resolve(body));
    })
      .once("error", reject)
      .end();
  });
}

async function measure({ url, child }: Contestant) {
  const before = cpuSeconds(child.pid);
  const result = await autocannon({ url, connections: CONNECTIONS, duration: SECONDS, headers: HEADERS });
  if (result.errors > 0) throw new Error(`${result.errors} errors`);
  const { total } = result.requests;
  return { perSecond: total / result.duration, perCpuSecond: total / (cpuSeconds(child.pid) - before) };
}

/** User and system time of a process, of all its threads (proc(5), fields 14 and 15). */
function cpuSeconds(pid: number | undefined): number {
  const fields = readFileSync(`/proc/${pid}/stat`, "utf8")
    .replace(/^.*\) /s, "")
    .split(" ");
  return (Number(fields[11]) + Number(fields[12])) / TICKS;
}

function text({ perSecond, perCpuSecond }: { perSecond: number; perCpuSecond: number }): string {
  return `${Math.round(perSecond)}/s, ${Math.round(perCpuSecond)} per CPU second`;
}
