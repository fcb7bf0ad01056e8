import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterAll, expect, test } from "vitest";
import { hifazat } from "../fixtures/command.ts";
import { hifazatHere } from "../fixtures/command-here.ts";
import { newKeys, releaseFiles, writeFiles } from "../fixtures/repository.ts";

const folder = mkdtempSync(join(tmpdir(), "hifazat-lookup-"));
const data = join(folder, "data");
const entries = [{ value: "blocked.example", scope: "domain" as const }];
writeFiles(join(data, "public", "tuf"), releaseFiles({ release: 3, entries, keys: newKeys() }));
afterAll(() => rmSync(folder, { recursive: true }));

const lookup = (args: string[]) => hifazatHere(["lookup", "--data", data, ...args]);

test("nothing blocked ends with 0, something with 1", async () => {
  const clear = await lookup(["fine.example"]);
  expect(clear).toMatchObject({ code: 0, stdout: "clear\tfine.example\tnot on the list of release 3\n", stderr: "" });
  const blocked = await lookup(["fine.example", "https://www.blocked.example/a"]);
  expect(blocked.code).toBe(1);
  expect(blocked.stdout.split("\n")[1]).toMatch(
    /^blocked\thttps:\/\/www\.blocked\.example\/a = .*\tby e1: domain blocked\.example, decency/,
  );
});

test("a question that is no target ends with 2, unless something is blocked", async () => {
  expect(await lookup(["192.0.2.1"])).toMatchObject({ code: 2, stdout: "unusable\t192.0.2.1\tip_address\n" });
  expect((await lookup(["192.0.2.1", "blocked.example"])).code).toBe(1);
  expect((await lookup([])).code).toBe(2);
});

test("questions come from standard input too, and answers as JSON lines in their order", async () => {
  const { code, stdout } = await hifazat(
    ["lookup", "--data", data, "--json", "first.example", "-"],
    "blocked.example\nlast.example\n",
  );
  const verdicts = stdout
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as { query: string; blocked: boolean });
  expect(verdicts.map(({ query, blocked }) => [query, blocked])).toEqual([
    ["first.example", false],
    ["blocked.example", true],
    ["last.example", false],
  ]);
  expect(code).toBe(1);
});

test("no release ends with 3", async () => {
  const { code, stderr } = await hifazatHere(["lookup", "a.example", "--data", join(folder, "nothing")]);
  expect(code).toBe(3);
  expect(stderr).toMatch(/No release/);
});
