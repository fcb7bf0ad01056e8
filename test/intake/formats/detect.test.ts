import { expect, test } from "vitest";
import { detectFormat } from "../../../src/intake/formats/detect.ts";

test("content says the format when nothing else does", () => {
  expect(detectFormat("! x\n||a.com^\n||b.com^$important\n@@||c.com^\n")).toBe("adblock");
  expect(detectFormat("# x\n0.0.0.0 a.com\n127.0.0.1 b.com\n")).toBe("hosts");
  expect(detectFormat("server=/a.com/\naddress=/b.com/0.0.0.0\n")).toBe("dnsmasq");
  expect(
    detectFormat(
      "$TTL 30\n@ IN SOA a. b. 1 2 3 4 5\n NS a.\na.com CNAME .\n*.a.com CNAME .\nb.com CNAME .\nc.com CNAME .\n",
    ),
  ).toBe("rpz");
  expect(detectFormat('{"url":"a.com","x":1}\n{"url":"b.com","x":2}\n')).toBe("jsonl");
  expect(detectFormat("domain;date\na.com;1\nb.com;2\n")).toBe("csv");
});

test("what is not clear is plain, because the canonicaliser refuses line by line", () => {
  expect(detectFormat("")).toBe("plain");
  expect(detectFormat("a.com\nb.com\n")).toBe("plain");
  expect(detectFormat("a.com\n||b.com^\n0.0.0.0 c.com\n")).toBe("plain");
  expect(detectFormat("http://a.com/x,y\nhttp://b.com/x,y\n")).toBe("plain");
  expect(detectFormat("a.com\nb.com\n", "list.txt")).toBe("plain");
});

test("the ending decides when the content does not", () => {
  expect(detectFormat("a.com\nb.com\n", "/in/Register.CSV")).toBe("csv");
  expect(detectFormat("a.com\n", "x/hosts")).toBe("hosts");
  expect(detectFormat("", "a.rpz")).toBe("rpz");
  expect(detectFormat("", "dnsmasq.blocked.conf")).toBe("dnsmasq");
});

test("clear content outweighs a wrong ending", () => {
  expect(detectFormat("||a.com^\n||b.com^\n", "list.hosts")).toBe("adblock");
});
