import { describe, expect, test } from "vitest";
import { notesOf, said } from "./said.ts";

describe("a bare name is the domain with everything below it", () => {
  test.each([
    ["example.com", "domain example.com"],
    ["EXAMPLE.Com", "domain example.com"],
    ["example.com.", "domain example.com"],
    ["example.com..", "domain example.com"],
    ["http://example.com", "domain example.com"],
    ["https://example.com/", "domain example.com"],
    ["HTTP://EXAMPLE.COM", "domain example.com"],
    ["example.com/", "domain example.com"],
    ["ex%61mple.com", "domain example.com"],
    [" \t example.com \r", "domain example.com"],
    ["\u2066example.com\u2069", "domain example.com"],
    ["\ufeffexample.com", "domain example.com"],
    ["kral_oyun.sitemynet.com", "domain kral_oyun.sitemynet.com"],
    ["_dmarc.example.com", "domain _dmarc.example.com"],
    ["-example-.example.com", "domain -example-.example.com"],
    ["256.com", "domain 256.com"],
    ["github.io", "domain github.io"],
  ])("%j", (text, expected) => expect(said(text)).toBe(expected));
});

test("an equals sign says the exact host", () => {
  expect(said("=example.com")).toBe("host example.com");
  expect(said("=EXAMPLE.com.")).toBe("host example.com");
  expect(said("=example[.]com")).toBe("host example.com");
  // A `url` target is of its exact host already; the sign is not for it.
  expect(said("=example.com/a")).toBe("unsupported_rule");
  expect(said("=*.example.com")).toBe("not_a_name");
});

describe("names are compared as A-labels", () => {
  test.each([
    ["bücher.de", "domain xn--bcher-kva.de"],
    ["BÜCHER.de", "domain xn--bcher-kva.de"],
    ["faß.de", "domain xn--fa-hia.de"],
    ["کراچی.پاکستان", "domain xn--mgbt0xve8g.xn--mgbai9azgqp6j"],
    ["http://كراچي.com/", "domain xn--mgbt7c4a9y.com"],
    ["example。com", "domain example.com"],
    ["example．com", "domain example.com"],
    ["example｡com", "domain example.com"],
    ["ｅｘａｍｐｌｅ.ｃｏｍ", "domain example.com"],
    ["exam\u00adple.com", "domain example.com"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));

  test("the Urdu full stop is a dot, as Urdu keyboards have no other", () => {
    expect(said("www.example۔pk")).toBe("domain www.example.pk");
    expect(said("مثال۔پاکستان")).toBe(said("مثال.پاکستان"));
  });

  test("an invalid A-label in an ASCII name is kept byte for byte, and the reviewer is told", () => {
    expect(said("XN--A.example.com")).toBe("domain xn--a.example.com");
    expect(notesOf("xn--a.example.com")).toEqual(["invalid_a_label"]);
    expect(notesOf("http://xn--a.example.com/b")).toEqual(["invalid_a_label"]);
    expect(notesOf("xn--bcher-kva.de")).toEqual([]);
  });

  test("a name that UTS-46 forbids is refused", () => {
    expect(said("xn--a.bücher.de")).toBe("not_a_name");
    expect(said("a\u202eb.com")).toBe("not_a_name");
    expect(said("\u200d.example.com")).toBe("not_a_name");
  });
});

describe("public suffixes are never blocked", () => {
  test.each([
    ".com",
    "com",
    "COM.",
    "*.com",
    "com.pk",
    "gob.mx",
    "=gob.mx",
    "https://gob.mx/",
    "http://com/path",
    "||co.uk^",
    "0.0.0.0 com.pk",
    "server=/com.pk/",
    "پاکستان",
    "公司.cn",
    "ck",
    "any.ck",
    "c.kobe.jp",
    "pvt.k12.ma.us",
  ])("%s", (text) => expect(said(text)).toBe("public_suffix"));

  test("an exception of the list and a private suffix are names like others here", () => {
    expect(said("www.ck")).toBe("domain www.ck");
    expect(said("city.kobe.jp")).toBe("domain city.kobe.jp");
    expect(said("pages.dev")).toBe("domain pages.dev");
  });

  test("one path on a public suffix is no more than that path", () => {
    expect(said("https://www.gob.mx/a")).toBe("url www.gob.mx/a");
    expect(said("https://gob.mx/a")).toBe("url gob.mx/a");
  });
});

describe("what is no name is refused", () => {
  test.each([
    ["", "empty"],
    ["   ", "empty"],
    ["\u200f", "empty"],
    ["localhost", "single_label"],
    ["http://intranet/page", "single_label"],
    [".", "not_a_name"],
    ["..", "not_a_name"],
    ["a..com", "not_a_name"],
    ["..example.com", "not_a_name"],
    ["http://.example.com/", "not_a_name"],
    ["http://", "not_a_name"],
    ["https:///", "not_a_name"],
    ["exa mple", "not_a_name"],
    ["exa$mple.com", "not_a_name"],
    ["100%.com", "not_a_name"],
    ["%ff.com", "not_a_name"],
    ["example%2ecom%2fpath", "not_a_name"],
    ["<!DOCTYPE html>", "not_a_name"],
    ["foo.1.2.3.4", "not_a_name"],
    ["1.2.3.4.5", "not_a_name"],
    [`${"a".repeat(64)}.com`, "label_too_long"],
    [`${"a".repeat(63)}.com`, `domain ${"a".repeat(63)}.com`],
    [`${"ä".repeat(60)}.com`, "label_too_long"],
    [`${"a.".repeat(126)}ab`, "name_too_long"],
    [`${"a.".repeat(125)}com`, `domain ${"a.".repeat(125)}com`],
    ["ä".repeat(600), "name_too_long"],
    ["someone@gmail.com", "email_address"],
    ["user:secret@example.com/path", "email_address"],
    ["mailto:someone@gmail.com", "email_address"],
    ["a.com b.com", "several_names"],
    ["a.com,b.com", "several_names"],
    ["a.com;b.com", "several_names"],
    ["http://a.com/x http://b.com/y", "several_names"],
    ["example.com - a gambling site", "several_names"],
    ["\u0000example.com", "bad_character"],
    ["exam\u0000ple.com", "bad_character"],
    ["exam\ufffdple.com", "bad_character"],
    ["http://example.com/\ud800", "bad_character"],
    ["e\u0000x\u0000", "bad_character"],
  ])("%j", (text, expected) => expect(said(text)).toBe(expected));
});

describe("IP addresses are not names, in any of the forms that browsers read", () => {
  test.each([
    ["1.2.3.4", "ip_address"],
    ["1.2.3.4.", "ip_address"],
    ["127.1", "ip_address"],
    ["0x7f.1", "ip_address"],
    ["0x7f.0x0.0x0.0x1", "ip_address"],
    ["2130706433", "ip_address"],
    ["http://2130706433/", "ip_address"],
    ["017700000001", "ip_address"],
    ["1[.]2[.]3[.]4", "ip_address"],
    ["０Ｘｃ０．０２５０．０１", "ip_address"],
    ["http://1.2.3.4/path", "ip_address"],
    ["http://1.2.3.4:8080/", "ip_address"],
    ["=1.2.3.4", "ip_address"],
    ["*.1.2.3.4", "ip_address"],
    ["0.0.0.0 1.2.3.4", "ip_address"],
    ["[::1]", "ip_address"],
    ["http://[2001:db8::1]:8080/a", "ip_address"],
    ["2001:db8::1", "ip_address"],
    ["a83f:8110:0:0:30b9:b403:0:0", "ip_address"],
    ["fe80::1%eth0", "ip_address"],
    ["::ffff:1.2.3.4", "ip_address"],
    ["10.0.0.0/8", "cidr"],
    ["10/8", "cidr"],
    ["2001:db8::/32", "cidr"],
    ["1.2.3.4/33", "ip_address"],
    ["256.1.1.1", "not_a_name"],
    ["1.2.3.256", "not_a_name"],
    ["1.2.65536", "not_a_name"],
    ["[1:2:3:4::5:6:7:8]", "not_a_name"],
    ["[1::2::3]", "not_a_name"],
    ["[::1.2.3.256]", "not_a_name"],
    ["1.2.3.08", "not_a_name"],
    ["[::1", "not_a_name"],
    ["http://[example.com]/", "not_a_name"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));
});

test("a top-level domain that no list knows is accepted with a note", () => {
  expect(said("example.con")).toBe("domain example.con");
  expect(notesOf("example.con")).toEqual(["unknown_suffix"]);
  expect(notesOf("http://example.con/a")).toEqual(["unknown_suffix"]);
  expect(notesOf("example.com")).toEqual([]);
});
