import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, test } from "vitest";
import { hifazat } from "../fixtures/command.ts";
import { hifazatHere } from "../fixtures/command-here.ts";
import { sharedFile } from "../fixtures/shared.ts";

let folder: string;
let data: string;
let number = 0;
beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hifazat-cli-"));
  data = join(folder, "data");
  expect((await hifazatHere(["init", "--data", data])).code).toBe(0);
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** The arguments of an import under the next number. */
function importOf(path: string, ...more: string[]): string[] {
  number += 1;
  const terms = ["--order", `T/${number}`, "--authority", "PTA", "--ground", "decency", "--category", "decency"];
  return ["import", path, ...terms, "--by", "clerk", "--data", data, "--json", ...more];
}

const importFile = (path: string, ...more: string[]) => hifazatHere(importOf(path, ...more));

function write(name: string, content: string): string {
  const path = join(folder, name);
  writeFileSync(path, content);
  return path;
}

test("an order goes from a file to a published release by commands alone", async () => {
  const path = write("order.txt", "casino.example\nhttps://news.example/fake/notice\n.com\n");
  const report = join(folder, "report.tsv");
  const imported = await hifazat(importOf(path, "--report", report));
  expect(imported.stderr).toBe("");
  expect(JSON.parse(imported.stdout).order.counts).toMatchObject({ accepted: 2, refused: 1 });
  expect(readFileSync(report, "utf8")).toBe(
    "3\t.com\tpublic_suffix\ta public suffix: blocking it would block everybody below it\n",
  );
  const officers = ["--officer", "A", "--second", "B", "--reasons", "as ordered", "--data", data];
  expect((await hifazat(["decide", `T/${number}`, "--approve", ...officers])).code).toBe(0);
  expect((await hifazat(["publish", "--data", data])).stdout).toMatch(/^published release 1: 2 entries/);
  const lookup = await hifazat(["lookup", "https://www.casino.example/x", "--data", data]);
  expect([lookup.code, lookup.stdout]).toEqual([1, expect.stringContaining("blocked")]);
  expect((await hifazat(["lookup", "news.example", "--data", data])).code).toBe(0);
  expect((await hifazat(["audit", "verify", "--data", data])).code).toBe(0);
});

describe("bad input gets an error with a code, and loses nothing", () => {
  test("an unknown ground", async () => {
    const path = write("a.txt", "a.example\n");
    const terms = ["--order", "X", "--authority", "PTA", "--ground", "taste", "--category", "decency"];
    const { code, stderr } = await hifazatHere(["import", path, ...terms, "--data", data]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("ground_unknown")]);
  });

  test("a file that is not there", async () => {
    const { code, stderr } = await importFile(join(folder, "nowhere.txt"));
    expect([code, stderr]).toEqual([1, expect.stringMatching(/not_found.*nowhere/)]);
  });

  test("a folder that is no registry", async () => {
    const path = write("b.txt", "b.example\n");
    const { code, stderr } = await importFile(path, "--data", join(folder, "other"));
    expect([code, stderr]).toEqual([1, expect.stringContaining("data_not_initialised")]);
    expect(existsSync(join(folder, "other"))).toBe(false);
  });

  test("a missing option", async () => {
    const { code, stderr } = await hifazatHere(["import", "x", "--data", data]);
    expect([code, stderr]).toEqual([2, expect.stringContaining("--order")]);
  });

  test("a page in place of a list leaves no report and no order", async () => {
    const path = write("page.txt", "<html><head><title>502</title>");
    const report = join(folder, "page.tsv");
    const { code, stderr } = await importFile(path, "--report", report);
    expect([code, stderr]).toEqual([1, expect.stringContaining("file_is_html")]);
    expect(existsSync(report)).toBe(false);
  });

  test("an approval by the one who wrote the order", async () => {
    await importFile(write("c.txt", "c.example\n"));
    const officers = ["--officer", "A", "--second", "Clerk", "--reasons", "x", "--data", data];
    const { code, stderr } = await hifazatHere(["decide", `T/${number}`, "--approve", ...officers]);
    expect([code, stderr]).toEqual([1, expect.stringContaining("author_cannot_approve")]);
    // Both steps or neither: the order is still a draft.
    const again = await hifazatHere([
      "decide",
      `T/${number}`,
      "--reject",
      ...officers.slice(0, 2),
      "--second",
      "B",
      ...officers.slice(4),
      "--json",
    ]);
    expect(JSON.parse(again.stdout)).toMatchObject({ state: "rejected" });
  });
});

describe("two imports of one file at once", () => {
  test("make one order", async () => {
    const path = write("twice.txt", Array.from({ length: 2000 }, (_, index) => `t${index}.example\n`).join(""));
    const args = importOf(path);
    const [one, other] = await Promise.all([hifazat(args), hifazat(args)]);
    expect([JSON.parse(one.stdout).kind, JSON.parse(other.stdout).kind].sort()).toEqual(["already", "imported"]);
  });
});

const cut = sharedFile("lists/gambling-id.txt");
describe.skipIf(cut === undefined)("gambling-id.txt with its last 7 bytes cut off", () => {
  const copy = () => {
    const path = join(folder, "gambling-id.txt");
    if (cut !== undefined) copyFileSync(cut, path);
    truncateSync(path, readFileSync(path).length - 7);
    return path;
  };

  test("imports with its last line held as unterminated", async () => {
    const report = join(folder, "cut.tsv");
    const { code, stdout } = await importFile(copy(), "--report", report);
    expect([code, JSON.parse(stdout).codes.unterminated]).toEqual([0, 1]);
    expect(readFileSync(report, "utf8").trimEnd().split("\n").at(-1)).toMatch(/^\d+\t[^\t]+\tunterminated\t/);
  });

  test("is refused whole for a source that declares a final newline", async () => {
    const { code, stderr } = await importFile(copy(), "--final-newline");
    expect([code, stderr]).toEqual([1, expect.stringContaining("file_unterminated")]);
  });
});
