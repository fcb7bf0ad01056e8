import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { defaultGuardRules } from "../../src/core/guard/defaults/default-rules.ts";
import { guard } from "../../src/core/guard/guard.ts";
import { buildGuardLists } from "../../src/core/guard/guard-lists.ts";
import type { Target } from "../../src/core/target/target.ts";
import { type ImportRequest, importFile } from "../../src/intake/import-file.ts";
import { openDatabase } from "../../src/storage/database.ts";
import { itemsOf } from "../../src/storage/items.ts";
import { findOrder } from "../../src/storage/orders.ts";
import { verifyAudit } from "../../src/storage/verify-audit.ts";
import { runScript } from "../fixtures/command.ts";
import { memoryDatabase, NOW, terms } from "../fixtures/orders.ts";

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), "hifazat-import-"));
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const lists = buildGuardLists(defaultGuardRules());
const ports = {
  guard: (target: Target, terminated: boolean) => guard(target, lists, { terminated }),
  now: () => NOW,
};

function file(content: string | Buffer, name = "order.txt"): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

async function importText(content: string | Buffer, change: Partial<ImportRequest> = {}) {
  const db = memoryDatabase();
  const result = await importFile(db, { path: file(content), terms: terms(), author: "clerk", ...change }, ports);
  const items = [...itemsOf(db, result.order.id, ["accepted", "held", "refused", "duplicate", "skipped"])];
  return { db, result, items };
}

test("every line ends as one outcome, with its number, its text as it came and a code", async () => {
  const { items, result } = await importText(
    "# a comment\nhxxps://Casino[.]example/\n.com\nbloomberg.com\n\ncasino.example\n=only.example\nlast.example",
  );
  expect(items.map(({ line, text, outcome, code }) => [line, text, outcome, code])).toEqual([
    [2, "hxxps://Casino[.]example/", "accepted", null],
    [3, ".com", "refused", "public_suffix"],
    [4, "bloomberg.com", "held", "popular"],
    [6, "casino.example", "duplicate", "line_2"],
    [7, "=only.example", "accepted", null],
    [8, "last.example", "held", "unterminated"],
  ]);
  expect(items[4]?.target).toEqual({ scope: "host", value: "only.example" });
  expect(result.ignored).toEqual({ comment: 1, blank: 1 });
  expect(result.order.counts).toEqual({ accepted: 2, held: 2, refused: 1, duplicate: 1, skipped: 0, removed: 0 });
});

test("a refused line keeps no target, so that nothing later can take it for one", async () => {
  const { items } = await importText("pta.gov.pk\na.example\na.example\n");
  expect(items.map(({ outcome, target }) => [outcome, target?.value])).toEqual([
    ["refused", undefined],
    ["accepted", "a.example"],
    ["duplicate", undefined],
  ]);
});

test("a name that may be cut short does not make a whole one a duplicate", async () => {
  const { items } = await importText("a.example\nb.example\na.example");
  expect(items.map((item) => item.outcome)).toEqual(["accepted", "accepted", "duplicate"]);
});

test("what is left of a last line cut short is held, even when it is no name any more", async () => {
  const { items } = await importText("a.example\ngocaga");
  expect(items[1]).toMatchObject({ outcome: "held", code: "unterminated", text: "gocaga", target: null });
});

describe("the same file", () => {
  test("twice is one order", async () => {
    const { db, result } = await importText("a.example\n");
    const again = { path: file("a.example\n"), terms: terms(), author: "another clerk" };
    const second = await importFile(db, again, ports);
    expect(second.kind).toBe("already");
    expect(second.order.id).toBe(result.order.id);
    expect(verifyAudit(db)).toMatchObject({ orders: 1, findings: [] });
  });

  test("under another number is another order", async () => {
    const { db } = await importText("a.example\n");
    const other = { path: file("a.example\n"), terms: terms({ number: "2" }), author: "clerk" };
    expect((await importFile(db, other, ports)).kind).toBe("imported");
  });

  test("other content under the same number is a conflict and changes nothing", async () => {
    const { db, result } = await importText("a.example\n");
    const other = { path: file("b.example\n"), terms: terms(), author: "clerk" };
    await expect(importFile(db, other, ports)).rejects.toMatchObject({ code: "conflict" });
    expect(findOrder(db, "o1").digest).toBe(result.order.digest);
  });
});

describe("a file is refused whole, and nothing of it is written, when", () => {
  const refusals: Record<string, [string | Buffer, Partial<ImportRequest>, string]> = {
    "it is a page": ["<!doctype html><html><body>502 Bad Gateway</body></html>", {}, "file_is_html"],
    "its end is missing though its source ends every line": [
      "a.example\nb.exam",
      { declared: { finalNewline: "required" } },
      "file_unterminated",
    ],
    "it is not in its charset": [Buffer.from("a.example\nkaf\xe9.example\n", "latin1"), {}, "file_bad_charset"],
    "it is empty": ["", {}, "file_empty"],
    "it has comments only": ["# nothing\n", {}, "file_empty"],
    "it is an archive": [Buffer.from([0x1f, 0x8b, 8, 0, 0, 0]), {}, "file_bad_format"],
  };
  for (const [name, [content, change, code]] of Object.entries(refusals))
    test(name, async () => {
      const db = memoryDatabase();
      const request = { path: file(content), terms: terms(), author: "clerk", ...change };
      await expect(importFile(db, request, ports)).rejects.toMatchObject({ code });
      expect(db.sqlite.prepare("SELECT count(*) FROM orders").pluck().get()).toBe(0);
      expect(db.sqlite.prepare("SELECT count(*) FROM items").pluck().get()).toBe(0);
      expect(db.sqlite.inTransaction).toBe(false);
    });
});

describe("kill -9", () => {
  const script = new URL("import-and-die.ts", import.meta.url).pathname;
  const names = Array.from({ length: 5000 }, (_, index) => `n${index}.example\n`).join("");
  for (const dieAt of ["1", "2500", "5000"])
    test(`after ${dieAt} items leaves nothing, and the next import does it all`, async () => {
      const database = join(folder, "hifazat.db");
      const path = file(names);
      expect((await runScript(script, [database, path, dieAt])).code).toBeNull();
      const db = openDatabase(database);
      expect(db.sqlite.prepare("SELECT count(*) FROM items").pluck().get()).toBe(0);
      expect(verifyAudit(db)).toMatchObject({ rows: 0, orders: 0, findings: [] });
      const { kind, order } = await importFile(db, { path, terms: terms(), author: "clerk" }, ports);
      expect([kind, order.counts.accepted]).toEqual(["imported", 5000]);
      db.sqlite.close();
    });

  test("after the commit loses nothing", async () => {
    const database = join(folder, "hifazat.db");
    const path = file(names);
    expect((await runScript(script, [database, path, "committed"])).code).toBeNull();
    const db = openDatabase(database);
    expect(verifyAudit(db)).toMatchObject({ orders: 1, findings: [] });
    expect((await importFile(db, { path, terms: terms(), author: "clerk" }, ports)).kind).toBe("already");
    db.sqlite.close();
  });
});
