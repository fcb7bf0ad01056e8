import { fileURLToPath } from "node:url";
import { expect, test } from "vitest";
import type { ListLine } from "../../../src/protocol/list.ts";
import { cdbFind, cdbKeys, wire } from "./cdb-reader.ts";
import { FORMATS, formatOf, inOrder, renderLines, SENTINEL } from "./rendered.ts";

const LONG = `${`${"a".repeat(60)}.`.repeat(3)}${"b".repeat(53)}.pk`;
const LINES: readonly ListLine[] = inOrder([
  { value: "bet.pk", scope: "domain", category: "decency" },
  { value: "bet.pk", scope: "host", category: "decency" },
  { value: "bet.pk/win", scope: "url", category: "decency" },
  { value: "www.bet.pk", scope: "domain", category: "proxy" },
  { value: "old.www.bet.pk", scope: "host", category: "decency" },
  { value: "bet-a.pk", scope: "domain", category: "decency" },
  { value: "exact.example", scope: "host", category: "defamation" },
  { value: "below.exact.example", scope: "domain", category: "defamation" },
  { value: "news.example/2026/%d8%ad,%22x%22?id=1", scope: "url", category: "public-order" },
  { value: "under_score.example", scope: "domain", category: "miscellaneous" },
  { value: "xn--mgbb9fbpob.xn--mgbai9azgqp6j", scope: "domain", category: "proxy" },
  { value: "-dash.example", scope: "domain", category: "miscellaneous" },
  { value: LONG, scope: "domain", category: "decency" },
  { value: "32.1.2.0.192.rpz-ip", scope: "domain", category: "decency" },
  { value: SENTINEL, scope: "domain", category: "decency" },
]);

/** The one place where the formats are written down; read them before accepting a change (`vitest -u`). */
test.each(Object.keys(FORMATS).filter((name) => name !== "cdb"))("%s is what it was", async (name) => {
  const { text, tally } = renderLines(LINES, formatOf(name), { passes: ["ok.deep.www.bet.pk"] });
  const said = `${text}--- ${JSON.stringify(tally)}\n`;
  await expect(said).toMatchFileSnapshot(fileURLToPath(new URL(`golden/${name}.txt`, import.meta.url)));
});

test("a cdb has every domain by its wire-format name, and the sentinel as its last record", () => {
  const { bytes, tally } = renderLines(LINES, { kind: "cdb" }, { passes: ["ok.deep.www.bet.pk"] });
  for (const name of ["bet.pk", "www.bet.pk", "under_score.example", LONG, SENTINEL])
    expect(cdbFind(bytes, wire(name))?.toString()).toBe("1");
  for (const name of ["exact.example", "pk", "old.www.bet.pk", "news.example"])
    expect(cdbFind(bytes, wire(name))).toBeUndefined();
  expect(cdbKeys(bytes).at(-1)).toEqual(wire(SENTINEL));
  expect(tally).toEqual({
    carried: 8,
    covered: 0,
    narrowed: 0,
    rejected: { host_scope: 3, url_scope: 2, not_a_name: 1, sentinel_name: 1 },
    unpassed: 1,
  });
});

test("names at the limit of a policy zone fit, one character more is left out and counted", () => {
  const longest = 253 - 1 - "rpz.hifazat".length - 2;
  const name = (length: number): string => `${`${"a".repeat(62)}.`.repeat(3)}${"b".repeat(length - 192)}.pk`;
  const lines = [longest, longest + 1].map((length): ListLine => {
    expect(name(length)).toHaveLength(length);
    return { value: name(length), scope: "domain", category: "decency" };
  });
  const rpz = formatOf("rpz");
  expect(renderLines(lines, rpz).tally).toMatchObject({ carried: 1, rejected: { too_long: 1 } });
  const hosts = lines.map((line) => ({ ...line, scope: "host" as const }));
  expect(renderLines(hosts, rpz).tally).toMatchObject({ carried: 2, rejected: {} });
});

test("a sentinel below a listed name is refused: it would say nothing, or end Squid", () => {
  const lines: ListLine[] = [{ value: "bet.pk", scope: "domain", category: "decency" }];
  for (const name of ["rpz", "unbound", "dnsmasq", "squid", "nginx", "cdb"])
    expect(() => renderLines(lines, formatOf(name), { sentinel: "sentinel.bet.pk" })).toThrow(/choose another/);
});
