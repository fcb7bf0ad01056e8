import { describe, expect, test } from "vitest";
import { notesOf, said } from "./said.ts";

describe("wildcards are the domain", () => {
  test.each([
    ["*.example.com", "domain example.com", ["wildcard"]],
    ["*.example.com/", "domain example.com", ["wildcard"]],
    ["http://*.example.com/", "domain example.com", ["wildcard"]],
    ["*.example[.]com", "domain example.com", ["wildcard", "defanged"]],
    [".example.com", "domain example.com", []],
    [".com.example.com.", "domain com.example.com", []],
  ])("%s", (text, expected, notes) => {
    expect(said(text)).toBe(expected);
    expect(notesOf(text)).toEqual(notes);
  });

  test.each([
    ["*.example.com/a", "unsupported_rule"],
    ["*.example.com:8080", "unsupported_rule"],
    ["*example.com", "not_a_name"],
    ["exam*.com", "not_a_name"],
    ["*.*.example.com", "not_a_name"],
    ["*", "not_a_name"],
    ["*.", "not_a_name"],
  ])("%s would have to be widened or narrowed", (text, expected) => expect(said(text)).toBe(expected));
});

describe("addresses made unclickable are read", () => {
  test.each([
    ["hxxp://example.com/a", "url example.com/a"],
    ["hXXps://example[.]com", "domain example.com"],
    ["h**p://example.com/a", "url example.com/a"],
    ["hxxp[://]example[.]com/a", "url example.com/a"],
    ["hxxps[:]//example[.]com[:]8080/a", "url example.com:8080/a"],
    ["http[:]//example.com", "domain example.com"],
    ["example(.)com", "domain example.com"],
    ["example{.}com", "domain example.com"],
    ["example[dot]com", "domain example.com"],
    ["example(DOT)com", "domain example.com"],
    ["example[.]com/index[.]html", "url example.com/index.html"],
  ])("%s", (text, expected) => {
    expect(said(text)).toBe(expected);
    expect(notesOf(text)).toContain("defanged");
  });

  test("brackets in the path of a plain URL are the path's own", () => {
    expect(said("example.com/a(.)b")).toBe("url example.com/a(.)b");
    expect(notesOf("example.com/a(.)b")).toEqual([]);
  });

  test("a scheme is read only where it is one", () => {
    expect(said("hxxp.example.com")).toBe("domain hxxp.example.com");
    expect(said("hxxpexample.com:8080/")).toBe("url hxxpexample.com:8080/");
  });
});

describe("quotes, brackets and list punctuation around an address go", () => {
  test.each([
    ['"http://example.com/a"', "url example.com/a"],
    ["'example.com'", "domain example.com"],
    ["<http://example.com/a>", "url example.com/a"],
    ["“example.com”", "domain example.com"],
    ["«example.com»", "domain example.com"],
    ['"example.com",', "domain example.com"],
    ["example.com,", "domain example.com"],
    ["example.com;", "domain example.com"],
    ["example.com/a;", "url example.com/a;"],
    ['" "', "not_a_name"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));
});

describe("comments", () => {
  test.each([
    "# example.com",
    "#",
    "! example.com",
    "; example.com",
    "// example.com",
    "//example.com",
    "[Adblock Plus 2.0]",
  ])("%s is one", (text) => expect(said(text)).toBe("comment"));

  test.each([
    "example.com # why",
    "example.com\t#why",
    "example.com ; why",
    "example.com // why",
    "0.0.0.0 example.com # b.com",
  ])("%s has one", (text) => expect(said(text)).toBe("domain example.com"));
});

describe("a hosts line blocks a name only when it sends it to a sink", () => {
  test.each([
    ["0.0.0.0 example.com", "domain example.com"],
    ["127.0.0.1\texample.com", "domain example.com"],
    ["0 example.com", "domain example.com"],
    [":: example.com", "domain example.com"],
    ["::1 example.com", "domain example.com"],
    ["0:0:0:0:0:0:0:0 example.com", "domain example.com"],
    ["127.0.0.1 localhost", "single_label"],
    ["255.255.255.255 broadcasthost", "single_label"],
    ["0.0.0.0 0.0.0.0", "ip_address"],
    ["0.0.0.0 a.com b.com", "several_names"],
    ["0.0.0.0 example.com/a", "unsupported_rule"],
    ["216.239.38.120 www.google.com", "unsupported_rule"],
    ["2001:4860:4802:32::78 www.google.com", "unsupported_rule"],
    ["fe80::1%lo0 localhost", "unsupported_rule"],
    ["::2 example.com", "unsupported_rule"],
    ["128.0.0.1 example.com", "unsupported_rule"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));

  test("the format blocks one name, so the reviewer is told that more is", () => {
    expect(notesOf("0.0.0.0 example.com")).toEqual(["subdomains_added"]);
  });
});

describe("a dnsmasq line blocks a name only when it answers nothing or a sink", () => {
  test.each([
    ["server=/example.com/", "domain example.com"],
    ["local=/example.com/", "domain example.com"],
    ["address=/example.com/", "domain example.com"],
    ["address=/example.com/#", "domain example.com"],
    ["address=/example.com/0.0.0.0", "domain example.com"],
    ["address=/example.com/::", "domain example.com"],
    ["address=/.example.com/127.0.0.1", "domain example.com"],
    ["server=/*.example.com/", "domain example.com"],
    ["server=/example.com/8.8.8.8", "unsupported_rule"],
    ["address=/www.google.com/216.239.38.120", "unsupported_rule"],
    ["server=/example.com/#", "exception_rule"],
    ["address=/a.com/b.com/0.0.0.0", "several_names"],
    ["address=/#/0.0.0.0", "unsupported_rule"],
    ["server=8.8.8.8", "unsupported_rule"],
    ["ipset=/example.com/block", "unsupported_rule"],
    ["server=/*example.com/", "not_a_name"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));
});

describe("an adblock rule blocks a name only when it is nothing but that", () => {
  test.each([
    ["||example.com^", "domain example.com"],
    ["||EXAMPLE.com^", "domain example.com"],
    ["||example.com", "domain example.com"],
    ["||example.com^|", "domain example.com"],
    ["||*.example.com^", "domain example.com"],
    ["||konto_identity.example.tk^", "domain konto_identity.example.tk"],
    ["||example.com^$important", "domain example.com"],
    ["||example.com^$all,document", "domain example.com"],
    ["||example.com^$third-party", "unsupported_rule"],
    ["||example.com^$important,domain=a.com", "unsupported_rule"],
    ["||example.com^$badfilter", "unsupported_rule"],
    ["||example.com^$", "unsupported_rule"],
    ["||example.com/ads^", "unsupported_rule"],
    ["||example.*^", "not_a_name"],
    ["||1.2.3.4^", "ip_address"],
    ["||com^", "public_suffix"],
    ["|https://example.com/|", "unsupported_rule"],
    ["@@||example.com^", "exception_rule"],
    ["@@||example.com^ # allowed", "exception_rule"],
    ["@@example.com", "exception_rule"],
    ["example.com##.banner", "unsupported_rule"],
    ["example.com#@#.banner", "unsupported_rule"],
    ["example.com#?#.banner", "unsupported_rule"],
    ["example.com#%#scriptlet", "unsupported_rule"],
    ["example.com,b.com##.banner", "unsupported_rule"],
    ["||example.com^ ||b.com^", "unsupported_rule"],
    ["/banner/ads", "not_a_name"],
    ["http://example.com/a##b", "url example.com/a"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));
});

describe("a record of a policy zone blocks a name only when its action does", () => {
  test.each([
    ["example.com CNAME .", "domain example.com"],
    ["example.com 300 IN CNAME .", "domain example.com"],
    ["example.com\tIN\tCNAME\t*.", "domain example.com"],
    ["example.com CNAME rpz-drop. ; why", "domain example.com"],
    ["*.example.com CNAME .", "domain example.com"],
    ["example.com A 0.0.0.0", "domain example.com"],
    ["example.com AAAA ::", "domain example.com"],
    ["example.com CNAME rpz-passthru.", "exception_rule"],
    ["example.com CNAME example.com.", "exception_rule"],
    ["www.google.com CNAME forcesafesearch.google.com.", "unsupported_rule"],
    ["example.com CNAME rpz-tcp-only.", "unsupported_rule"],
    ["example.com A 216.239.38.120", "unsupported_rule"],
    ["example.com TXT blocked", "unsupported_rule"],
    // An absolute owner ends in the zone's name: reading it would block `example.com.rpz.local`.
    ["example.com.rpz.local. CNAME .", "unsupported_rule"],
    ["24.0.2.0.192.rpz-ip CNAME .", "unsupported_rule"],
    ["24.0.2.0.192.rpz-ip", "unsupported_rule"],
    ["ns.example.com.rpz-nsdname CNAME .", "unsupported_rule"],
    ["com CNAME .", "public_suffix"],
    ["$TTL 30", "unsupported_rule"],
    ["$ORIGIN rpz.local.", "unsupported_rule"],
    ["@ IN SOA localhost. root.localhost. 1 86400 3600 604800 30", "unsupported_rule"],
    [" NS localhost.", "not_a_name"],
  ])("%s", (text, expected) => expect(said(text)).toBe(expected));

  test("an exact trigger is noted, a wildcard too", () => {
    expect(notesOf("example.com CNAME .")).toEqual(["subdomains_added"]);
    expect(notesOf("*.example.com CNAME .")).toEqual(["wildcard"]);
  });
});
