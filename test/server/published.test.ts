import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { pino } from "pino";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { sortKey } from "../../src/protocol/sort-key.ts";
import { initialise } from "../../src/publish/initialise.ts";
import { publish } from "../../src/publish/publish.ts";
import { openPublishing } from "../../src/publish/publishing.ts";
import type { RunningServer } from "../../src/serve/server-options.ts";
import { startServer } from "../../src/server.ts";
import { type Db, openDatabase } from "../../src/storage/database.ts";
import { approved } from "../fixtures/orders.ts";
import { until } from "../fixtures/programs.ts";
import { sha256 } from "../fixtures/repository.ts";

const SEALED = "sealed-name.example";
const UNLISTED = "nobody-name.example";

const data = mkdtempSync(join(tmpdir(), "hifazat-published-"));
let db: Db;
let server: RunningServer;

beforeAll(async () => {
  await initialise(data, new Date());
  db = openDatabase(join(data, "hifazat.db"));
  approved(db, ["blocked.example", "=host.example", "paths.example/bad"]);
  approved(db, [SEALED], { number: "S/1", category: "child-abuse", list: "sealed" });
  await publish(openPublishing(data, db));
  const logger = pino({ level: "silent" });
  server = await startServer({ data, host: "127.0.0.1", port: 0, logger, followEveryMs: 20 });
});
afterAll(async () => {
  await server.close();
  db.sqlite.close();
  rmSync(data, { recursive: true });
});

const json = async <T>(path: string): Promise<T> => (await (await fetch(server.url + path)).json()) as T;
type Shown = { blocked: boolean; entry?: { id: string; order: string; value: string } };

test("what two officers approved is answered from the published files, with its order", async () => {
  const verdict = await json<Shown>("/v1/lookup?url=https://www.blocked.example/page");
  expect(verdict).toMatchObject({ blocked: true, entry: { value: "blocked.example", order: "PTA/2026/1" } });
  expect(await json(`/v1/entries/${verdict.entry?.id}`)).toMatchObject({ value: "blocked.example", authority: "PTA" });
  expect(await json<Shown>("/v1/lookup?url=www.host.example")).toMatchObject({ blocked: false });
  expect(await json<Shown>("/v1/lookup?url=paths.example/bad/x")).toMatchObject({ blocked: true });
});

test("the next release is answered as soon as it is published", async () => {
  const { release } = await json<{ release: number }>("/v1/release");
  approved(db, ["later.example"], { number: "PTA/2026/2" });
  const next = json<{ release: number }>(`/v1/release?after=${release}&wait=55`);
  await publish(openPublishing(data, db));
  expect((await next).release).toBe(release + 1);
  await until("lookups by it", async () => (await json<Shown>("/v1/lookup?url=later.example")).blocked);
});

describe("a sealed name and a name on no list", () => {
  /** Everything a caller sees but the clock, with the name and what is made from it taken out. */
  const shown = async (name: string, path: string, init?: RequestInit): Promise<object> => {
    const response = await fetch(server.url + path, init);
    const headers = [...response.headers].filter(([header]) => header !== "date");
    return { status: response.status, headers, body: (await response.text()).replaceAll(name, "NAME") };
  };
  const asText = (name: string): RequestInit => ({
    method: "POST",
    headers: { "content-type": "text/plain" },
    body: `www.${name}\n${name}/page\n`,
  });

  test("get the same answer", async () => {
    for (const path of ["/v1/lookup?url=NAME", "/v1/lookup?url=https://www.NAME/page?id=1"]) {
      const [sealed, unlisted] = [path.replace("NAME", SEALED), path.replace("NAME", UNLISTED)];
      expect(await shown(SEALED, sealed)).toEqual(await shown(UNLISTED, unlisted));
    }
    expect(await shown(SEALED, "/v1/lookup", asText(SEALED))).toEqual(
      await shown(UNLISTED, "/v1/lookup", asText(UNLISTED)),
    );
  });

  test("are in no bucket", async () => {
    for (const name of [SEALED, UNLISTED]) {
      const digest = sha256(name);
      const { suffixes } = await json<{ suffixes: string[] }>(`/v1/hashes/${digest.slice(0, 5)}`);
      expect(suffixes).not.toContain(digest.slice(5));
    }
  });

  test("are in no record, no total and no metric", async () => {
    const entries = db.sqlite.prepare("SELECT id FROM entries WHERE sort_key = ?").all(sortKey(SEALED)) as {
      id: number;
    }[];
    expect(entries.length).toBe(1);
    const [{ id } = { id: 0 }] = entries;
    const withoutId = async (number: number) => ({ ...(await shown(`e${number}`, `/v1/entries/e${number}`)) });
    expect(await withoutId(id)).toEqual(await withoutId(999_999));
    const statistics = await json<{ entries: number; categories: Record<string, number> }>("/v1/statistics");
    expect(statistics.categories).toEqual({ decency: statistics.entries });
    const metrics = await (await fetch(`${server.url}/metrics`)).text();
    expect(metrics).toMatch(new RegExp(`^hifazat_release_entries ${statistics.entries}$`, "m"));
    expect(metrics).not.toContain("child-abuse");
  });
});
