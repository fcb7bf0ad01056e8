// `node bench/sources.ts`: what a partner's list of 983,089 names costs a serving registry: fetched over loopback, judged and
// applied on the thread that reads uploads. CPU seconds of this process, beside an import of the same file in it.
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { syntheticNames } from "../scripts/synthetic-names.ts";
import { openSources } from "../src/cli/registry-sources.ts";
import { PECA } from "../src/core/ground.ts";
import { DEFAULT_PERIODS } from "../src/core/order/period.ts";
import { draftTerms } from "../src/core/order/terms.ts";
import { openDeskThread } from "../src/intake/desk/thread.ts";
import { importFile } from "../src/intake/import-file.ts";
import { openGuard } from "../src/intake/open-guard.ts";
import { fetchSource } from "../src/intake/sources/fetch-source.ts";
import { addSource } from "../src/intake/sources/register.ts";
import { createSeal } from "../src/storage/cases/seal.ts";
import { openDatabase } from "../src/storage/database.ts";

const SIZE = Number(process.argv[2] ?? 983_089);
const ORDER = { authority: "PTA", ground: "decency", category: "decency" };
const now = (): number => Math.floor(Date.now() / 1_000);
const folder = mkdtempSync(join(tmpdir(), "hifazat-bench-"));
const body = { text: "" };
const server = createServer((_, response) => void response.end(body.text));

try {
  const list = [...syntheticNames(SIZE)];
  body.text = `${list.join("\n")}\n`;
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  await measure(list, await imported());
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** CPU seconds of an import of the list. */
async function imported(): Promise<number> {
  const path = join(folder, "list.txt");
  writeFileSync(path, body.text);
  const db = openDatabase(join(folder, "import.db"));
  const drafted = draftTerms({ ...ORDER, number: "1" }, now(), DEFAULT_PERIODS);
  if (drafted.kind === "refusal") throw new Error(drafted.message);
  const { terms } = drafted;
  const seconds = await cpuOf(async () => {
    const guard = await openGuard(db, {}, { cache: folder, fetch }, now());
    await importFile(db, { path, terms, author: "bench" }, { guard: guard.judge, now });
  });
  db.sqlite.close();
  row("an import of the same file", seconds, "");
  return seconds;
}

async function measure(list: readonly string[], baseline: number): Promise<void> {
  const database = join(folder, "hifazat.db");
  const db = openDatabase(database);
  const thread = openDeskThread({ database, guard: {}, guardCache: folder });
  const seal = createSeal(new Uint8Array(32), (bytes) => new Uint8Array(bytes));
  const parts = {
    db,
    data: folder,
    seal,
    deskMail: { general: [], sealed: [] },
    periods: DEFAULT_PERIODS,
    usual: PECA,
    now,
  };
  const ports = {
    ...openSources({ ...parts, bulk: thread.run }),
    loopback: true as const,
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
  };
  const { port } = server.address() as AddressInfo;
  const source = addSource(ports, { name: "bench", url: `http://lists.example:${port}/`, order: ORDER }, null, "bench");
  const fetched = async (what: string): Promise<void> => {
    let did = "";
    const seconds = await cpuOf(async () => {
      const result = await fetchSource(ports, source, "bench");
      did = result.kind === "applied" ? `${result.added} new, ${result.removed} gone` : result.kind;
    });
    row(what, seconds, `${(seconds / baseline).toFixed(2)} of the import; ${did}`);
  };
  await fetched("the list for the first time");
  await fetched("the same body again");
  body.text = `${[...list.slice(1_000), ...syntheticNames(1_000, SIZE)].join("\n")}\n`;
  await fetched("1,000 new and 1,000 gone");
  await thread.close();
  db.sqlite.close();
}

/** Of every thread of this process. */
async function cpuOf(work: () => Promise<void>): Promise<number> {
  const start = process.cpuUsage();
  await work();
  const { user, system } = process.cpuUsage(start);
  return (user + system) / 1e6;
}

function row(what: string, seconds: number, note: string): void {
  process.stdout.write(`${what.padEnd(30)} ${seconds.toFixed(1).padStart(6)} s  ${note}\n`);
}
