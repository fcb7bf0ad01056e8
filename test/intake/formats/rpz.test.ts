import { expect, test } from "vitest";
import { canonicalise } from "../../../src/core/target/canonicalise.ts";
import { itemsOf, outcomes } from "./read-text.ts";

const HEAD = "$TTL 30\n@ IN SOA localhost. root.localhost. 1 2 3 4 5\n NS localhost.\n";
const HEAD_OUTCOMES = ["ignored:zone_record", "ignored:zone_record", "ignored:zone_record"];

test("the head of a zone says nothing about blocking", () => {
  expect(outcomes("rpz", `; x\n${HEAD}\n`)).toEqual(["ignored:comment", ...HEAD_OUTCOMES, "ignored:blank"]);
});

test("a SOA over several lines is one record", () => {
  const text = "@ SOA ns. root. ( ; ( in a comment\n 2024010101 ; serial\n 3600 )\nbad.com CNAME .\n";
  expect(outcomes("rpz", text)).toEqual([
    "ignored:zone_record",
    "ignored:continuation",
    "ignored:continuation",
    "bad.com",
  ]);
});

test("a parenthesis that nothing closes does not swallow the rules after it", () => {
  expect(outcomes("rpz", "@ SOA ns. root. (\n 1 2 3 4 5\nbad.com CNAME .\nworse.com CNAME .\n")).toEqual([
    "ignored:zone_record",
    "ignored:continuation",
    "bad.com",
    "worse.com",
  ]);
});

test("a name and its wildcard name one target", () => {
  const items = itemsOf("rpz", "bad.com CNAME .\n*.bad.com CNAME .\n");
  const targets = items.map((item) => item.kind === "candidate" && canonicalise(item.target));
  expect(targets).toMatchObject([
    { kind: "target", target: { scope: "domain", value: "bad.com" } },
    { kind: "target", target: { scope: "domain", value: "bad.com" } },
  ]);
});

test("every action that blocks is a candidate, in every spelling", () => {
  const text =
    "a.com CNAME *.\nb.com 300 IN CNAME rpz-drop.\nc.com IN 300 cname .\nd.com A 0.0.0.0\ne.com AAAA ::\n\tCNAME .\n";
  expect(outcomes("rpz", text)).toEqual(["a.com", "b.com", "c.com", "d.com", "e.com", "e.com"]);
});

test("what lets a name pass never becomes a block", () => {
  const text =
    "a.com CNAME rpz-passthru.\nb.com CNAME RPZ-PASSTHRU.\nc.com CNAME rpz-tcp-only.\nd.com CNAME d.com.\n*.d.com CNAME d.com.\n";
  expect(new Set(outcomes("rpz", text))).toEqual(new Set(["refused:rpz_passthru"]));
});

test("a name sent elsewhere is not blocked by it, unless that is a declared block page", () => {
  const text = 'www.google.com CNAME forcesafesearch.google.com.\na.com A 192.0.2.1\nb.com TXT "x; (y"\n';
  expect(outcomes("rpz", text)).toEqual(["refused:rpz_local_data", "refused:other_address", "refused:rpz_local_data"]);
  expect(outcomes("rpz", "a.com CNAME Block.Example.\n", { sinks: ["block.example"] })).toEqual(["a.com"]);
});

test("triggers other than a name are refused", () => {
  const text =
    "32.1.2.0.192.rpz-ip CNAME .\n8.0.0.0.10.rpz-client-ip CNAME .\nns.bad.com.rpz-nsdname CNAME .\n32.1.2.0.192.rpz-nsip CNAME .\n";
  expect(new Set(outcomes("rpz", text))).toEqual(new Set(["refused:rpz_trigger"]));
});

test("the name of the zone is no part of the trigger", () => {
  const zone = "$ORIGIN rpz.example.\n@ SOA ns. root. 1 2 3 4 5\n";
  const text = `${zone}bad.com.rpz.example. CNAME .\nworse.com CNAME .\nother.com. CNAME .\n$ORIGIN com.rpz.example.\nworst CNAME .\n`;
  expect(outcomes("rpz", text).slice(2)).toEqual([
    "bad.com",
    "worse.com",
    "refused:rpz_outside_zone",
    "ignored:zone_record",
    "worst.com",
  ]);
});

test("a zone as BIND dumps it is read under its origins", () => {
  const text =
    "$ORIGIN .\n$TTL 30\nrpz.example IN SOA ns. root. 1 2 3 4 5\n$ORIGIN com.rpz.example.\nbad CNAME .\n*.bad CNAME .\n";
  expect(outcomes("rpz", text).slice(4)).toEqual(["bad.com", "*.bad.com"]);
});

test("a dump that lost its SOA has no triggers", () => {
  expect(outcomes("rpz", "$ORIGIN .\n$ORIGIN com.rpz.example.\nfoo.bad CNAME .\n")[2]).toBe("refused:rpz_outside_zone");
});

test("a full name in a zone that never says its own is refused", () => {
  expect(outcomes("rpz", "bad.com.rpz.example. CNAME .\n")).toEqual(["refused:rpz_outside_zone"]);
  expect(outcomes("rpz", "bad.com.rpz.example. CNAME .\n", { rpz: { zone: "rpz.example" } })).toEqual(["bad.com"]);
});

test("a source of exact names keeps its wildcards as domains", () => {
  expect(outcomes("rpz", "bad.com CNAME .\n*.bad.com CNAME .\n", { scope: "host" })).toEqual(["=bad.com", "*.bad.com"]);
});

test("lines that are no records are refused", () => {
  expect(outcomes("rpz", "bad.com\n$INCLUDE other.zone\n$GENERATE 1-9 a$ CNAME .\n")).toEqual([
    "refused:rpz_malformed",
    "refused:rpz_malformed",
    "refused:rpz_malformed",
  ]);
});
