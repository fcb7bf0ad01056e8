import { expect, test } from "vitest";
import { itemsOf, outcomes } from "./read-text.ts";

test("the ways dnsmasq blocks a name", () => {
  const text =
    "address=/a.com/\naddress=/b.com/0.0.0.0\naddress=/c.com/::\naddress=/d.com/#\nserver=/e.com/\nlocal=/f.com/\n";
  expect(outcomes("dnsmasq", text)).toEqual(["a.com", "b.com", "c.com", "d.com", "e.com", "f.com"]);
});

test("a line may block several names", () => {
  const items = itemsOf("dnsmasq", "\naddress=/a.com/b.com/0.0.0.0\n");
  expect(items.filter((item) => item.kind === "candidate").map((item) => [item.line, item.target])).toEqual([
    [2, "a.com"],
    [2, "b.com"],
  ]);
});

test("forwarding a name, excepting it or giving it an address is no block", () => {
  expect(outcomes("dnsmasq", "server=/a.com/192.0.2.1\nserver=/a.com/#\naddress=/a.com/192.0.2.1\n")).toEqual([
    "refused:dnsmasq_not_a_block",
    "refused:dnsmasq_not_a_block",
    "refused:other_address",
  ]);
});

test("a rule for every name and a setting are refused", () => {
  for (const line of [
    "address=/#/0.0.0.0",
    "port=53",
    "conf-dir=/etc",
    "cname=a.com,b.com",
    "bogus-nxdomain=1.2.3.4",
    "a.com",
  ]) {
    expect(outcomes("dnsmasq", `${line}\n`)).toEqual(["refused:dnsmasq_not_a_block"]);
  }
});

test("comments and remarks are cut", () => {
  expect(outcomes("dnsmasq", "# x\nserver=/a.com/ # y\n\n")).toEqual(["ignored:comment", "a.com", "ignored:blank"]);
});
