import { randomBytes } from "node:crypto";
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { prepareData } from "../../src/cli/prepare-data.ts";
import { openRegistry, type Registry } from "../../src/cli/registry.ts";
import { publicStatus } from "../../src/core/complaint/public-status.ts";
import { dataFolder } from "../../src/publish/data-folder.ts";
import { approve } from "../../src/review/approve.ts";
import { convert } from "../../src/review/complaints/convert.ts";
import { take } from "../../src/review/complaints/take.ts";
import { submit } from "../../src/review/submit.ts";
import { createLogger } from "../../src/runtime/logger.ts";
import type { RunningServer } from "../../src/serve/server-options.ts";
import { startServer } from "../../src/server.ts";
import { complaintByReference } from "../../src/storage/cases/complaints.ts";
import { dueNotices } from "../../src/storage/cases/notices.ts";
import { createSeal } from "../../src/storage/cases/seal.ts";
import { openSealedKey, SEALED_KEY_FILE } from "../../src/storage/cases/sealed-key.ts";
import { type Db, openDatabase } from "../../src/storage/database.ts";
import { act, type CaseFixture, caseFixture, complain } from "../fixtures/cases.ts";
import { staffPerson } from "../fixtures/staff-browser.ts";

/** Nothing goes out by itself. */
const CONFIG = '[publish]\nschedule = "0 0 29 2 *"\n';

let data = "";
let db: Db;
let ports: CaseFixture;
let registry: Registry;
let server: RunningServer;
const log: string[] = [];

beforeAll(async () => {
  data = join(mkdtempSync(join(tmpdir(), "hifazat-told-")), "data");
  mkdirSync(data);
  writeFileSync(join(data, "hifazat.toml"), CONFIG);
  await prepareData(data, () => new Date());
  db = openDatabase(dataFolder(data).database);
  const logger = createLogger("info", { write: (line) => void log.push(line) });
  registry = openRegistry(data, logger);
  server = await startServer({ data, host: "127.0.0.1", port: 0, logger, registry });
  const seal = createSeal(openSealedKey(db, join(data, SEALED_KEY_FILE), randomBytes), randomBytes);
  ports = caseFixture({ seal }, db);
  ports.clock.at = Math.floor(Date.now() / 1_000);
});
afterAll(async () => {
  await server.close();
  await registry.close();
  db.sqlite.close();
  rmSync(join(data, ".."), { recursive: true });
});

/** A complaint whose order two more officers have decided; nothing is left but its release. */
async function decided(address: string, number: string): Promise<string> {
  const { complaint } = await complain(ports, [address], { contact: { email: `${number}@people.example` } });
  const { reference } = complaint;
  take(ports, act(ports, reference));
  const terms = { authority: "PTA", number, ground: "decency" };
  const now = ports.clock.at;
  const { order } = convert(ports, { desk: "general", references: [reference], terms, officer: "b.ali", now });
  submit(db, `o${order.id}`, "c.shah", now);
  const approval = { digest: order.digest, reasons: "unlawful", senior: null, held: { kind: "none" } } as const;
  approve(db, `o${order.id}`, approval, "d.raza", now);
  return reference;
}

function status(reference: string): string | undefined {
  const complaint = complaintByReference(db, reference);
  return complaint && publicStatus(complaint, undefined);
}

test("whoever complained is told once, with the release that blocks the address and not with the next round of a job", async () => {
  const { cookie } = await staffPerson(data, "e.khan", ["officer"]);
  const session = await (await fetch(`${server.url}/v1/session`, { headers: { cookie } })).json();
  const { csrf } = session as { csrf: string };
  // Two: a round of the job could come in time for one of them.
  for (const [address, number] of [
    ["a.example", "PTA1"],
    ["b.example", "PTA2"],
  ] as const) {
    const reference = await decided(address, number);
    expect(status(reference)).not.toBe("blocked");
    const published = await fetch(`${server.url}/v1/releases`, {
      method: "POST",
      headers: { cookie, "csrf-token": csrf },
    });
    expect([published.status, status(reference)]).toEqual([200, "blocked"]);
    const notices = dueNotices(db, ports.seal, ports.clock.at + 60, 100).filter(
      ({ to, notice }) => to === `${number}@people.example` && notice.template === "complaint_concluded",
    );
    expect(notices).toHaveLength(1);
  }
  expect(log.filter((line) => line.includes("1 cases settled"))).toHaveLength(2);
});
