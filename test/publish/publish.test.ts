import { once } from "node:events";
import { cpSync, rmSync } from "node:fs";
import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import type { AddressInfo } from "node:net";
import { join } from "node:path";
import { expect, onTestFinished, test } from "vitest";
import { filterHas } from "../../src/protocol/filter.ts";
import { decodeFilter } from "../../src/protocol/filter-file.ts";
import { openBlockTable } from "../../src/protocol/index-file/block-table.ts";
import { openIndex } from "../../src/protocol/index-file/read.ts";
import { createHasher } from "../../src/protocol/key-hash.ts";
import { finishInterrupted } from "../../src/publish/finish.ts";
import { publish } from "../../src/publish/publish.ts";
import { sha256 } from "../../src/publish/sha256.ts";
import { threadedPreparing } from "../../src/publish/threaded-build.ts";
import { withdraw } from "../../src/review/withdraw.ts";
import { approved, NOW } from "../fixtures/orders.ts";
import { outsider } from "./outsider.ts";
import { copyOf, newRegistry, openRegistry } from "./registry.ts";
import { downloadFrom, filesBelow, repositoryOf, tornFiles, unpacked } from "./tree.ts";

test("outsiders_tuf_client_downloads_and_verifies_a_release", async () => {
  const { root, db, publishing } = await newRegistry();
  expect(await downloadFrom(root)).toBeUndefined();
  approved(db, ["b.example", "a.example", "=exact.example", "c.example/path"]);
  const outcome = await publish(publishing);

  const download = await downloadFrom(root);
  expect(outcome).toMatchObject({ kind: "published", row: { number: 1 }, extent: { added: 4, removed: 0 } });
  expect(download?.manifest).toMatchObject({ release: 1, previous: 0, entries: 4, categories: { decency: 4 } });
  expect(download?.list).toBe(
    "a.example\tdomain\tdecency\nb.example\tdomain\tdecency\nc.example/path\turl\tdecency\nexact.example\thost\tdecency\n",
  );
});

test("outsiders_tuf_client_needs_no_more_than_a_plain_web_server", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  const server = createServer((request, response) => {
    const file = join(repositoryOf(root), decodeURIComponent(new URL(request.url ?? "/", "http://x").pathname));
    readFile(file).then(
      (bytes) => response.end(bytes),
      () => response.writeHead(404).end(),
    );
  });
  await once(server.listen(0, "127.0.0.1"), "listening");
  onTestFinished(() => void server.close());
  const { port } = server.address() as AddressInfo;
  const client = outsider(`http://127.0.0.1:${port}`, join(repositoryOf(root), "metadata", "1.root.json"));
  expect((await client.download())?.manifest.release).toBe(1);
  // The same client again, with what it kept.
  approved(db, ["b.example"], { number: "PTA/2026/2" });
  await publish(publishing);
  expect((await client.download())?.manifest.release).toBe(2);
});

test("release_holds_every_decision_since_the_last_and_a_delta_to_it", async () => {
  const { root, db, publishing } = await newRegistry();
  const first = approved(db, ["a.example", "b.example"]);
  await publish(publishing);
  approved(db, ["c.example"], { number: "PTA/2026/2", category: "proxy" });
  const withdrawal = { items: [1], second: "Officer C", reasons: "cleared", cleared: false };
  withdraw(db, `o${first.id}`, withdrawal, "Officer A", NOW, 0);
  await publish(publishing);

  const download = await downloadFrom(root);
  expect(download?.list).toBe("b.example\tdomain\tdecency\nc.example\tdomain\tproxy\n");
  expect(new TextDecoder().decode(download?.deltas.get(1))).toBe("-a.example\tdomain\n+c.example\tdomain\tproxy\n");
});

test("every_entry_is_in_the_index_its_bucket_and_the_filter", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example", "=a.example", "a.example/path", "b.example"]);
  await publish(publishing);
  const { files, manifest } = (await downloadFrom(root)) ?? {};
  const index = openIndex(Uint8Array.from(files?.get("general/index.bin") ?? []).buffer);
  const filter = decodeFilter(files?.get("general/filter.bin") ?? new Uint8Array());
  const hash = await createHasher();
  expect(index.header).toMatchObject({ release: 1, count: 4, identity: manifest?.identity.sha256 });
  const targets = [
    ["domain", "a.example", "a.example"],
    ["host", "a.example", "=a.example"],
    ["url", "a.example/path", "a.example/path"],
    ["domain", "b.example", "b.example"],
  ] as const;
  for (const [scope, value, text] of targets) {
    const handle = index.find(scope, value);
    expect(index.entry(handle)).toMatchObject({ scope, value });
    expect(index.bucket(Number.parseInt(sha256(new TextEncoder().encode(text)).slice(0, 5), 16))).toContain(handle);
    expect(filterHas(filter, value, hash)).toBe(true);
  }
  expect(filter.count).toBe(3);
  // The index is smaller than a block here.
  const table = openBlockTable(files?.get("general/index-blocks.bin") ?? new Uint8Array(), manifest?.index.bytes ?? 0);
  expect(Buffer.from(table.digest(0)).toString("hex")).toBe(manifest?.index.sha256);
});

test("nothing_new_is_no_release_unless_forced", async () => {
  const { db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  expect(await publish(publishing)).toEqual({ kind: "unchanged", release: 1 });
  expect(await publish(publishing, { force: true })).toMatchObject({ kind: "published", row: { number: 2 } });
});

test("batch_above_the_limits_waits_for_a_senior_officer", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example", "b.example", "c.example"]);
  const limits = { share: 0.005, floor: 2 };
  await expect(publish(publishing, { limits })).rejects.toMatchObject({
    code: "batch_stop",
    details: { added: 3, removed: 0, listSize: 0, allowed: 2 },
  });
  expect(await downloadFrom(root)).toBeUndefined();
  expect(auditOf(db)).not.toContain("release.batch");

  await publish(publishing, { limits, releasedBy: "Senior S" });
  expect((await downloadFrom(root))?.manifest.entries).toBe(3);
  expect(auditOf(db)).toContain("release.batch");
  expect(db.sqlite.prepare("SELECT actor FROM audit WHERE action = 'release.batch'").pluck().get()).toBe("Senior S");
});

test("batch_stop_counts_removals_as_well", async () => {
  const { db, publishing } = await newRegistry();
  const order = approved(db, ["a.example", "b.example", "c.example"]);
  await publish(publishing);
  const withdrawal = { items: null, second: "Officer C", reasons: "void", cleared: false };
  withdraw(db, `o${order.id}`, withdrawal, "Officer A", NOW, 0);
  const limits = { share: 0.005, floor: 2 };
  await expect(publish(publishing, { limits })).rejects.toMatchObject({ details: { added: 0, removed: 3 } });
});

test("senior_release_that_was_not_needed_is_not_audited", async () => {
  const { db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing, { releasedBy: "Senior S" });
  expect(auditOf(db)).not.toContain("release.batch");
});

test("sealed_entries_are_in_no_file", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["open-one.invalid"]);
  approved(db, ["sealed-one.invalid", "open-one.invalid"], { number: "S/1", list: "sealed", category: "child-abuse" });
  await publish(publishing);
  approved(db, ["open-two.invalid"], { number: "PTA/2026/2" });
  const sealed = approved(db, ["sealed-two.invalid"], { number: "S/2", list: "sealed", category: "child-abuse" });
  const withdrawal = { items: null, second: "Officer C", reasons: "void", cleared: false };
  withdraw(db, `o${sealed.id}`, withdrawal, "Officer A", NOW, 0);
  await publish(publishing);

  const files = [...filesBelow(join(root, "public")), ...filesBelow(join(root, "staging"))];
  const texts = files.map(([path, bytes]) => Buffer.from(unpacked(path, bytes)).toString("latin1"));
  const holding = (text: string) => texts.filter((file) => file.includes(text)).length;
  // The same search finds what is open, so it would find what is sealed.
  expect([holding("open-one.invalid"), holding("open-two.invalid")]).not.toContain(0);
  expect([holding("sealed-one"), holding("sealed-two"), holding("child-abuse"), holding("S/1")]).toEqual([0, 0, 0, 0]);
});

test("sealed_decisions_alone_make_no_release", async () => {
  const { db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  approved(db, ["sealed-one.invalid"], { number: "S/1", list: "sealed", category: "child-abuse" });
  expect(await publish(publishing)).toEqual({ kind: "unchanged", release: 1 });
});

test("published_orders_are_in_force", async () => {
  const { db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  expect(db.sqlite.prepare("SELECT state FROM orders").pluck().all()).toEqual(["in_force"]);
});

test("same_database_gives_the_same_bytes_on_another_day", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example", "b.example"]);
  await publish(publishing);
  approved(db, ["c.example"], { number: "PTA/2026/2" });
  db.sqlite.pragma("wal_checkpoint(TRUNCATE)");
  const other = openRegistry(copyOf(root));
  approved(other.db, ["later.example"], { number: "PTA/2026/3" });
  const request = {
    list: "general" as const,
    release: 2,
    previous: 1,
    watermark: publishing.ledger.watermark(),
    publishedAt: NOW,
    bases: [{ release: 1, watermark: publishing.ledger.row(1)?.watermark ?? 0 }],
  };
  const gate = { since: undefined, listSize: 0, unchanged: true, limits: { share: 1, floor: 100 }, released: true };
  const [here, there] = [await publishing.prepare(request, gate), await other.publishing.prepare(request, gate)];
  expect(here.kind).toBe("built");
  expect(there).toEqual(here);
});

test("threads_give_the_same_bytes_as_none", async () => {
  const { db, publishing } = await newRegistry();
  approved(db, ["a.example", "=b.example", "c.example/x?y=1"]);
  const request = {
    list: "general" as const,
    release: 1,
    previous: 0,
    watermark: publishing.ledger.watermark(),
    publishedAt: NOW,
    bases: [],
  };
  const gate = { since: undefined, listSize: 0, unchanged: true, limits: { share: 1, floor: 100 }, released: true };
  const stages: string[] = [];
  const threads = threadedPreparing(publishing.folder);
  const threaded = await threads.prepare(request, gate, (stage) => void stages.push(stage));
  await threads.settle();
  const here = await publishing.prepare(request, gate);
  expect(here.kind === "built" && threaded.kind === "built").toBe(true);
  if (here.kind !== "built" || threaded.kind !== "built") return;
  expect(threaded.release.manifest).toEqual(here.release.manifest);
  expect(threaded.release.files.map(({ sha256 }) => sha256)).toEqual(here.release.files.map(({ sha256 }) => sha256));
  expect(stages).toEqual(["read", "deltas", "digested", "index", "compressed"]);
});

test("database_older_than_the_repository_is_refused", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  const backup = copyOf(root);
  approved(db, ["b.example"], { number: "PTA/2026/2" });
  await publish(publishing);
  rmSync(repositoryOf(backup), { recursive: true });
  cpSync(repositoryOf(root), repositoryOf(backup), { recursive: true });
  const restored = openRegistry(backup);
  await expect(finishInterrupted(restored.publishing)).rejects.toMatchObject({ code: "release_conflict" });
  await expect(publish(restored.publishing, { force: true })).rejects.toMatchObject({ code: "release_conflict" });
});

test("public_tree_is_what_a_plain_web_server_may_serve", async () => {
  const { root, db, publishing } = await newRegistry();
  approved(db, ["a.example"]);
  await publish(publishing);
  expect(tornFiles(root)).toEqual([]);
  const folders = new Set([...filesBelow(join(root, "public")).keys()].map((path) => path.replace(/[^/]*$/, "")));
  expect(folders).toEqual(new Set(["tuf/metadata/", "tuf/targets/general/"]));
});

function auditOf(db: Awaited<ReturnType<typeof newRegistry>>["db"]): unknown[] {
  return db.sqlite.prepare("SELECT action FROM audit").pluck().all();
}
