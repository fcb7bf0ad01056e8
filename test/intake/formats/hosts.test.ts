import { expect, test } from "vitest";
import { itemsOf, outcomes } from "./read-text.ts";

test("every name of a hosts line is an item with the number of that line", () => {
  const items = itemsOf("hosts", "# x\n0.0.0.0 a.com\tb.com  c.com # d.com\n");
  expect(items.map((item) => [item.line, item.kind === "candidate" ? item.target : item.code])).toEqual([
    [1, "comment"],
    [2, "a.com"],
    [2, "b.com"],
    [2, "c.com"],
  ]);
});

test("every spelling of nowhere blocks", () => {
  for (const address of ["0.0.0.0", "127.0.0.1", "127.0.1.1", "::", "::1", "0:0:0:0:0:0:0:1", "0"]) {
    expect(outcomes("hosts", `${address} a.com\n`)).toEqual(["a.com"]);
  }
});

test("a name sent to another address is not blocked by it", () => {
  expect(outcomes("hosts", "216.239.38.120 www.google.com\n10.0.0.1 intranet.example\n")).toEqual([
    "refused:other_address",
    "refused:other_address",
  ]);
});

test("the address of a declared block page blocks", () => {
  expect(outcomes("hosts", "203.0.113.5 a.com\n", { sinks: ["203.0.113.5"] })).toEqual(["a.com"]);
});

test("the names of the machine itself are ignored, whatever their address", () => {
  const text = "127.0.0.1 localhost\n::1 ip6-localhost ip6-loopback\n255.255.255.255 broadcasthost\n0.0.0.0 0.0.0.0\n";
  expect(new Set(outcomes("hosts", text))).toEqual(new Set(["ignored:own_name"]));
});

test("a name without an address counts, words without one do not", () => {
  expect(outcomes("hosts", "a.com\na.com b.com\n0.0.0.0\n")).toEqual(["a.com", "refused:hosts_malformed", "0.0.0.0"]);
});

test("a hosts line means the domain unless its source declares exact names", () => {
  expect(outcomes("hosts", "0.0.0.0 a.com\n", { scope: "host" })).toEqual(["=a.com"]);
  expect(outcomes("hosts", "0.0.0.0 a.com\n", { scope: "domain" })).toEqual(["a.com"]);
});
