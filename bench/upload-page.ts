// An order of the size of 2016's through the console's upload page, as a browser sends it: npm run bench:upload [-- ROWS]
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout } from "node:timers/promises";
import { syntheticNames } from "../scripts/synthetic-names.ts";
import { HifazatProcess } from "../test/fixtures/server-process.ts";
import { staffPerson } from "../test/fixtures/staff-browser.ts";

const rows = Number(process.argv[2] ?? 429_343);
/** What else is asked meanwhile, one after the other, each this long after the answer before. */
const PAUSE_MS = 5;
const QUIET_MS = 8_000;
/** How often the page's own script looks (web/browser/progress.ts) is once a second; here it is looked at closer. */
const LOOK_MS = 100;

const folder = mkdtempSync(join(tmpdir(), "hifazat-upload-"));
const data = join(folder, "data");
const server = new HifazatProcess(["serve", "--port", "0", "--data", data]);
try {
  const url = await server.listening();
  const { cookie } = await staffPerson(data, "b.clerk", ["clerk"]);
  const headers = { cookie, origin: url, "accept-language": "en" };
  const others = ["/v1/lookup?url=a.example", "/check?url=a.example", "/console/orders"].map((path) => url + path);

  let csrf = "";
  async function read(path: string): Promise<string> {
    const html = await (await fetch(url + path, { headers })).text();
    csrf = /name="csrf" value="([^"]+)"/.exec(html)?.[1] ?? csrf;
    return html;
  }
  async function post(path: string, body: FormData | URLSearchParams): Promise<string> {
    const response = await fetch(url + path, { method: "POST", headers, body, redirect: "manual" });
    const location = response.headers.get("location");
    if (response.status !== 303 || location === null)
      throw new Error(`${path}: ${response.status} ${await response.text()}`);
    return location;
  }

  await ask(others, QUIET_MS / 2);
  const quiet = await ask(others, QUIET_MS);
  line("quiet", quiet);

  await read("/console/orders/new");
  const terms = {
    csrf,
    authority: "PTA",
    number: "BENCH/1",
    category: "decency",
    ground: "decency",
    urgency: "normal",
  };
  const order = await post("/console/orders/new", new URLSearchParams(terms));
  await read(`${order}/upload`);
  const text = `${[...syntheticNames(rows - 3), ".com", "192.0.2.1", "not a name"].join("\n")}\n`;
  const form = new FormData();
  form.set("csrf", csrf);
  form.set("file", new File([text], "order.txt", { type: "text/plain" }));

  const checking = watch();
  const sent = performance.now();
  const check = await post(`${order}/upload`, form);
  const since = () => `${((performance.now() - sent) / 1_000).toFixed(2)} s`;
  console.log(`${rows.toLocaleString("en")} rows, ${(text.length / 1e6).toFixed(1)} MB: taken after ${since()}`);
  let page = await read(`${check}?outcome=accepted`);
  while (!page.includes('name="item"')) page = await read(`${check}?outcome=accepted`);
  console.log(`first verdicts on the page after ${since()}`);
  const checkSteps = await progress(check);
  console.log(`checked after ${since()}, progress seen in ${checkSteps} steps`);
  line("while it is checked", await checking.end());

  const saving = watch();
  const savedFrom = performance.now();
  await post(`${check}/save`, new URLSearchParams({ csrf }));
  const saveSteps = await progress(check);
  console.log(
    `saved in ${((performance.now() - savedFrom) / 1_000).toFixed(2)} s, progress seen in ${saveSteps} steps`,
  );
  line("while it is saved", await saving.end());
  const peak = Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${server.child.pid}/status`, "utf8"))?.[1] ?? 0);
  console.log(`peak of the server's memory: ${Math.round(peak / 1_024)} MB`);

  /** How many different numbers the page's progress bar shows until the work is over. */
  async function progress(of: string): Promise<number> {
    const seen = new Set<number>();
    for (;;) {
      const standing = await (await fetch(`${url}${of}/state`, { headers })).json();
      if (standing.done) return seen.size;
      seen.add(standing.items);
      await setTimeout(LOOK_MS);
    }
  }

  function watch() {
    const stop = new AbortController();
    const asked = ask(others, Number.POSITIVE_INFINITY, stop.signal);
    return {
      end(): Promise<readonly number[]> {
        stop.abort();
        return asked;
      },
    };
  }

  function line(when: string, times: readonly number[]): void {
    const sorted = times.toSorted((one, other) => one - other);
    const at = (share: number) => (sorted[Math.floor(share * (sorted.length - 1))] ?? 0).toFixed(1);
    const against = times === quiet ? "" : ` (${(Number(at(0.99)) / p99(quiet)).toFixed(2)} of quiet)`;
    console.log(
      `${when}: ${times.length} other requests, median ${at(0.5)} ms, p99 ${at(0.99)} ms${against}, worst ${at(1)} ms`,
    );
  }

  async function ask(urls: readonly string[], ms: number, signal?: AbortSignal): Promise<readonly number[]> {
    const times: number[] = [];
    const end = performance.now() + ms;
    for (let at = 0; performance.now() < end && signal?.aborted !== true; at++) {
      const start = performance.now();
      const response = await fetch(urls[at % urls.length] ?? url, { headers });
      await response.arrayBuffer();
      if (!response.ok) throw new Error(`${response.url}: ${response.status}`);
      times.push(performance.now() - start);
      await setTimeout(PAUSE_MS);
    }
    return times;
  }
} finally {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
}

function p99(times: readonly number[]): number {
  const sorted = times.toSorted((one, other) => one - other);
  return sorted[Math.floor(0.99 * (sorted.length - 1))] ?? 1;
}
