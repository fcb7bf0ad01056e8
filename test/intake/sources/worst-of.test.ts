import { beforeEach, expect, test } from "vitest";
import { sourceGauges } from "../../../src/cli/source-gauges.ts";
import { lookAtWaiting } from "../../../src/intake/sources/decide-waiting.ts";
import { fetchDue } from "../../../src/intake/sources/fetch-due.ts";
import { createLogger } from "../../../src/runtime/logger.ts";
import { itemsOf } from "../../../src/storage/items.ts";
import { listSources } from "../../../src/storage/sources/sources.ts";
import { type SourceRegistry, type SourceServer, sourceRegistry, sourceServer } from "./source-registry.ts";

const ORDER = { authority: "INTERPOL NCB", ground: "decency", category: "child-abuse" };
const WORST = { name: "worst-of", order: ORDER, file: { format: "csv", agencies: "agencies" } } as const;

let server: SourceServer;
let registry: SourceRegistry;
beforeEach(async () => {
  server = await sourceServer((_, response) => void response.end());
  registry = sourceRegistry();
});

test("a source's row with one agency is refused", async () => {
  server.serve(
    'domain,agencies\ntwo.example,NCA;BKA\none.example,NCA\nsame.example,NCA; nca \nnone.example,\nquoted.example,"AFP, RCMP"\n',
  );
  registry.add(server, WORST);
  await registry.fetch("worst-of");
  const items = [...itemsOf(registry.db, 1, ["accepted", "refused"])];
  expect(items.map(({ line, outcome, code }) => [line, outcome, code])).toEqual([
    [2, "accepted", null],
    [3, "refused", "csv_one_agency"],
    [4, "refused", "csv_one_agency"],
    [5, "refused", "csv_one_agency"],
    [6, "accepted", null],
  ]);
});

test("a list whose rows lose their second agency is quarantined as one that shrank", async () => {
  server.serve("domain,agencies\na.example,NCA;BKA\nb.example,NCA;BKA\n");
  registry.add(server, WORST);
  await registry.fetch("worst-of");
  server.serve("domain,agencies\na.example,NCA\nb.example,NCA;BKA\n");
  expect(await registry.fetch("worst-of")).toMatchObject({ kind: "quarantined", code: "source_shrunk" });
});

test("a list with confirming agencies is sealed and CSV, or it is refused", () => {
  expect(() => registry.add(server, { ...WORST, file: { agencies: "agencies" } })).toThrow(/comes as CSV/);
  expect(() => registry.add(server, { ...WORST, order: { ...ORDER, category: "decency" } })).toThrow(/a sealed one/);
});

test("nothing sealed is in a log line, a metric, a mail or the audit log, nor how much of it there is", async () => {
  registry.add(server, WORST);
  const lines: string[] = [];
  const logger = createLogger("debug", { write: (line: string) => void lines.push(line) });
  const run = async () => (await fetchDue(registry, "scheduler")).join("; ") || undefined;
  const rows = ["NCA;BKA\n", "NCA;BKA\n", "NCA\n"].map(
    (agencies, at) => `domain,agencies\nsealed-${at}.example,${agencies}`,
  );
  for (const body of [...rows, "<html><a href='http://sealed-9.example'>\n", "sealed-8.example,x"]) {
    server.serve(body);
    registry.clock.at = registry.source("worst-of").nextAt;
    logger.info({ job: "sources" }, await run());
  }
  await lookAtWaiting(registry, registry.source("worst-of"), "to see what is wrong", "s.officer");
  expect(lines.length).toBeGreaterThan(3);
  const { sqlite } = registry.db;
  const said = [
    ...lines,
    ...sqlite.prepare("SELECT action || detail FROM audit").pluck().all(),
    ...sqlite.prepare("SELECT template || parameters FROM notices").pluck().all(),
    ...sqlite.prepare("SELECT outcome || coalesce(code, '') || coalesce(detail, '') FROM source_fetches").pluck().all(),
    JSON.stringify(sourceGauges(registry.db, registry.clock.at)),
  ].join("\n");
  expect(said).toContain("source s1: quarantined");
  expect(said).not.toMatch(/sealed-\d|worst-of|\d names|"added"/);
  expect(listSources(registry.db)[0]?.list).toBe("sealed");
});

test("who looks at a sealed body says why, and the audit log has it", async () => {
  server.serve("<html>sealed-1.example\n");
  registry.add(server, WORST);
  await registry.fetch("worst-of");
  const look = (reason: string | null) => lookAtWaiting(registry, registry.source("worst-of"), reason, "s.officer");
  await expect(look(null)).rejects.toMatchObject({ code: "order_incomplete" });
  expect((await look("to tell the NCB")).text).toContain("sealed-1");
  const row = registry.db.sqlite.prepare("SELECT actor, action, detail FROM audit ORDER BY id DESC LIMIT 1").get();
  expect(row).toMatchObject({ actor: "s.officer", action: "source.revealed" });
});
