import { mkdtempSync, rmSync } from "node:fs";
import { createServer, type RequestListener } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { onTestFinished } from "vitest";
import { defaultGuardRules } from "../../../src/core/guard/defaults/default-rules.ts";
import { buildGuardLists } from "../../../src/core/guard/guard-lists.ts";
import { DEFAULT_PERIODS } from "../../../src/core/order/period.ts";
import type { SourceInput } from "../../../src/core/source/draft-source.ts";
import { askGuard } from "../../../src/intake/open-guard.ts";
import { fetchSource } from "../../../src/intake/sources/fetch-source.ts";
import type { SourcePorts } from "../../../src/intake/sources/ports.ts";
import { addSource } from "../../../src/intake/sources/register.ts";
import { takeBody } from "../../../src/intake/sources/take-body.ts";
import { nextRun } from "../../../src/runtime/next-run.ts";
import type { Db } from "../../../src/storage/database.ts";
import { recentFetches } from "../../../src/storage/sources/fetches.ts";
import { findSource } from "../../../src/storage/sources/sources.ts";
import { caseFixture } from "../../fixtures/cases.ts";
import { memoryDatabase } from "../../fixtures/orders.ts";

/** When what a test made goes: with the test, or with all that share it (`afterAll`). */
type AtEnd = (work: () => void) => void;

const lists = buildGuardLists(defaultGuardRules());

/** A server on this machine that answers as the test says. */
export async function sourceServer(answer: RequestListener, atEnd: AtEnd = onTestFinished) {
  const asked: { host: string; path: string; headers: Record<string, unknown> }[] = [];
  const current = { answer };
  const server = createServer((request, response) => {
    asked.push({ host: request.headers.host ?? "", path: request.url ?? "", headers: request.headers });
    current.answer(request, response);
  });
  await new Promise<void>((done) => server.listen(0, "127.0.0.1", done));
  atEnd(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    port,
    asked,
    /** Answers every later request with this text. */
    serve(text: string | Uint8Array, headers: Record<string, string> = {}) {
      current.answer = (_, response) => void response.writeHead(200, headers).end(text);
    },
    answer(next: RequestListener) {
      current.answer = next;
    },
  };
}

export type SourceServer = Awaited<ReturnType<typeof sourceServer>>;

/** A registry in memory that fetches from this machine; every name is at 127.0.0.1 unless told otherwise. */
export function sourceRegistry(
  db: Db = memoryDatabase(),
  change: Partial<SourcePorts> = {},
  atEnd: AtEnd = onTestFinished,
) {
  const folder = mkdtempSync(join(tmpdir(), "hifazat-sources-"));
  atEnd(() => rmSync(folder, { recursive: true, force: true }));
  const { seal, deskMail, clock, now } = caseFixture({}, db);
  const ports: SourcePorts = {
    ...{ db, seal, deskMail, now, folder, periods: DEFAULT_PERIODS, nextRun, loopback: true },
    resolve: async () => [{ address: "127.0.0.1", family: 4 }],
    take: (work) => takeBody(db, askGuard(db, lists, now()), work, now()),
    ...change,
  };
  return {
    ...ports,
    clock,
    add(server: Pick<SourceServer, "port">, input: Partial<SourceInput> = {}, organisation: string | null = null) {
      const url = `http://lists.example:${server.port}/list.txt`;
      const order = { authority: "PTA", ground: "decency", category: "decency" };
      return addSource(ports, { name: "fia-list", url, order, ...input }, organisation, "s.senior");
    },
    fetch: (name = "fia-list") => fetchSource(ports, findSource(db, name), "scheduler"),
    source: (name = "fia-list") => findSource(db, name),
    fetches: (name = "fia-list") => recentFetches(db, findSource(db, name).id, 100),
  };
}

export type SourceRegistry = ReturnType<typeof sourceRegistry>;

/** So many names, each on a line of its own. */
export const names = (count: number, from = 0): string =>
  Array.from({ length: count }, (_, at) => `name-${from + at}.example\n`).join("");
