import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { expect, test } from "vitest";
import { parseAllowList, readAllowList } from "../../src/agent/list/allow.ts";
import { allowUse, select } from "../../src/agent/list/selection.ts";
import { domains, listText } from "./fixture-repository.ts";
import { Harness } from "./harness.ts";

const LIST = listText([
  ...domains("casino.example", "eu.casino.example", "bet.pk"),
  { value: "host.example", scope: "host", category: "decency" },
  { value: "news.example/a", scope: "url", category: "decency" },
  { value: "shop.example", scope: "domain", category: "decency" },
  { value: "shop.example:8080/x", scope: "url", category: "decency" },
]);
const left = (text: string): string[] =>
  [...select(LIST, readAllowList(text, "allow")).lines()].map(({ value }) => value);
const passes = (text: string): readonly string[] => select(LIST, readAllowList(text, "allow")).passes;
const ALL = left("");

test("a name leaves out the entries at it and below it, whatever their scope", () => {
  expect(ALL).toHaveLength(7);
  expect(left("casino.example")).toEqual(ALL.filter((value) => !value.endsWith("casino.example")));
  expect(left("shop.example")).toEqual(ALL.filter((value) => !value.startsWith("shop.example")));
  expect(left("host.example")).not.toContain("host.example");
});

test("an exact name leaves out the host entry only, a URL the URL only", () => {
  expect(left("=host.example")).not.toContain("host.example");
  expect(left("=bet.pk")).toEqual(ALL);
  expect(left("https://news.example/a")).toEqual(ALL.filter((value) => value !== "news.example/a"));
  expect(left("news.example/ab")).toEqual(ALL);
});

test("a name below a listed one asks for a pass; one beside it or below an allowed one does not", () => {
  expect(passes("www.bet.pk")).toEqual(["www.bet.pk"]);
  expect(passes("www.host.example")).toEqual([]);
  expect(passes("www.bet.example")).toEqual([]);
  expect(passes("www.bet.pk\nbet.pk")).toEqual([]);
  expect(passes("xbet.pk")).toEqual([]);
  expect(passes("x.eu.casino.example\neu.casino.example")).toEqual(["eu.casino.example"]);
});

test("the use of the allow list is counted", () => {
  expect(allowUse(LIST, readAllowList("casino.example\nwww.bet.pk\nunused.example", "allow"))).toEqual({
    lines: 3,
    leftOut: 2,
    passes: 1,
  });
});

test("comments are no targets, and every bad line is told with its number", () => {
  const text = "# ours\n\nbet.pk # sponsor\n.com\nnot a name\n10.0.0.1\n";
  expect(parseAllowList("# ours\n\n  bet.pk  \n").list.targets).toEqual([{ scope: "domain", value: "bet.pk" }]);
  expect(parseAllowList(text).faults.map(({ line }) => line)).toEqual(expect.arrayContaining([4, 5, 6]));
  expect(() => readAllowList("bet.pk\n.com\n", "allow.txt")).toThrow(/allow\.txt:2: public_suffix/);
});

test("an allow list that cannot be read stops the sync before anything is asked", async () => {
  const agent = await Harness.start();
  agent.repository.publish(domains("bet.pk"));
  agent.settings = { ...agent.settings, allow: join(agent.folder, "missing.txt") };
  await expect(agent.sync()).rejects.toMatchObject({ code: "config_invalid" });
  const allow = join(agent.folder, "allow.txt");
  writeFileSync(allow, ".com\n");
  agent.settings = { ...agent.settings, allow };
  await expect(agent.sync()).rejects.toMatchObject({ code: "config_invalid" });
  expect(agent.server.requests).toEqual([]);
});

test("a changed allow list is applied and reported by the next sync, without a new release", async () => {
  const agent = await Harness.start((harness) => ({ outputs: [harness.output("plain"), harness.output("rpz")] }));
  agent.repository.publish(domains("bet.pk", "casino.example"));
  await agent.sync();
  const allow = join(agent.folder, "allow.txt");
  writeFileSync(allow, "casino.example\nwww.bet.pk\n");
  agent.settings = { ...agent.settings, allow };
  const report = await agent.sync();
  expect(agent.names()).toEqual(["bet.pk"]);
  expect(agent.read("rpz")).toMatch(/^www\.bet\.pk CNAME rpz-passthru\.\n\*\.www\.bet\.pk CNAME rpz-passthru\.$/m);
  expect(report.lists[0]?.allow).toEqual({ lines: 2, leftOut: 1, passes: 1 });
  expect(report.outputs.map(({ tally }) => tally?.unpassed)).toEqual([1, 0]);
});
