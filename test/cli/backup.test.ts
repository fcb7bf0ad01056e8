import { appendFileSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, beforeAll, expect, test } from "vitest";
import { openDatabase } from "../../src/storage/database.ts";
import { headRelease } from "../../src/storage/releases.ts";
import { hifazat } from "../fixtures/command.ts";
import { hifazatHere } from "../fixtures/command-here.ts";

let folder: string;
let data: string;
let copy: string;
const identity = (root: string) => {
  const db = openDatabase(join(root, "hifazat.db"));
  const row = headRelease(db);
  db.sqlite.close();
  return row?.lists.general?.identity;
};

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), "hifazat-backup-"));
  data = join(folder, "data");
  copy = join(folder, "copy");
  const order = join(folder, "order.txt");
  writeFileSync(order, "a.example\nb.example\n");
  await hifazatHere(["init", "--data", data]);
  const terms = ["--order", "1", "--authority", "PTA", "--ground", "decency", "--category", "decency", "--by", "clerk"];
  await hifazatHere(["import", order, ...terms, "--data", data]);
  const officers = ["--officer", "A", "--second", "B", "--reasons", "as ordered"];
  await hifazatHere(["decide", "1", "--approve", ...officers, "--data", data]);
  await hifazatHere(["publish", "--data", data]);
  expect(await hifazat(["backup", "create", copy, "--data", data])).toMatchObject({ code: 0, stderr: "" });
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test("a registry restored on an empty machine has the same list and goes on publishing", async () => {
  const restored = join(folder, "restored");
  const { code, stdout } = await hifazat(["backup", "restore", copy, "--data", restored]);
  expect([code, stdout]).toEqual([0, expect.stringContaining("audit holds")]);
  expect(identity(restored)).toBe(identity(data));
  expect(stdout).toContain(identity(data));
  expect((await hifazatHere(["lookup", "a.example", "--data", restored])).code).toBe(1);
  const next = await hifazat(["publish", "--force", "--data", restored]);
  expect([next.code, next.stdout]).toEqual([0, expect.stringContaining("published release 2")]);
});

test("a backup is never written over", async () => {
  const { code, stderr } = await hifazatHere(["backup", "create", copy, "--data", data]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("conflict")]);
});

test("a registry is never restored over another", async () => {
  const { code, stderr } = await hifazatHere(["backup", "restore", copy, "--data", data]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("conflict")]);
});

test("one changed byte in a backup refuses the whole of it", async () => {
  const damaged = join(folder, "damaged");
  expect((await hifazatHere(["backup", "create", damaged, "--data", data])).code).toBe(0);
  const metadata = join(damaged, "public", "tuf", "metadata");
  appendFileSync(join(metadata, readdirSync(metadata)[0] ?? ""), " ");
  const target = join(folder, "from-damaged");
  const { code, stderr } = await hifazatHere(["backup", "restore", damaged, "--data", target]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("data_damaged")]);
  expect(existsSync(target)).toBe(false);
});

test("a folder that is no backup is refused", async () => {
  const { code, stderr } = await hifazatHere(["backup", "restore", folder, "--data", join(folder, "none")]);
  expect([code, stderr]).toEqual([1, expect.stringContaining("not_found")]);
});
