import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { accountName } from "../../../src/core/access/account.ts";
import { addressGroup } from "../../../src/core/access/client-address.ts";
import { normalPassword, passwordFlaw } from "../../../src/core/access/password-rule.ts";
import { relyingParty, sessionCookie, siteAt } from "../../../src/core/access/site.ts";

describe("names", () => {
  test("are_plain_and_lower_case", () => {
    expect(accountName("  A.Khan ")).toBe("a.khan");
    expect(accountName("ｆｉａ")).toBe("fia");
    for (const text of ["", "a", "a..b", ".a", "a.", "a b", "а.khan", "a#t1", "cli:root", "anonymous", "x".repeat(64)])
      expect(accountName(text)).toBeUndefined();
  });

  test("naming_is_idempotent", () => {
    fc.assert(
      fc.property(fc.string({ unit: "grapheme" }), (text) => {
        const name = accountName(text);
        expect(name === undefined ? undefined : accountName(name)).toBe(name);
      }),
    );
  });
});

describe("passwords", () => {
  test("are_long_rather_than_mixed", () => {
    expect(passwordFlaw("correct horse battery", "a.khan")).toBeUndefined();
    expect(passwordFlaw("یہ ایک لمبا پاس ورڈ ہے", "a.khan")).toBeUndefined();
    expect(passwordFlaw("Xk9$mQ2!", "a.khan")).toMatch(/at least 12/);
    expect(passwordFlaw("x1".repeat(200), "a.khan")).toMatch(/at most/);
  });

  test("that_everyone_tries_first_are_refused", () => {
    for (const password of [
      "aaaaaaaaaaaaaa",
      "121212121212",
      "abcdefghijklm",
      "1234567890123",
      "qwertyuiopas",
      "a.khan-a.khan!",
    ])
      expect(passwordFlaw(password, "a.khan")).toBeDefined();
  });

  test("are_the_same_from_every_keyboard", () => {
    expect(normalPassword("ｐａｓｓ")).toBe("pass");
    expect(normalPassword("e\u0301")).toBe(normalPassword("\u00e9"));
  });
});

describe("an address counts", () => {
  test("as_itself_or_as_its_64_bit_network", () => {
    expect(addressGroup("192.0.2.7")).toBe("192.0.2.7");
    expect(addressGroup("::ffff:192.0.2.7")).toBe("192.0.2.7");
    expect(addressGroup("2001:db8:1:2:3:4:5:6")).toBe("2001:db8:1:2::/64");
    expect(addressGroup("2001:DB8:1:2::9")).toBe("2001:db8:1:2::/64");
    expect(addressGroup("2001:db8::1")).toBe("2001:db8:0:0::/64");
    expect(addressGroup("fe80::1%eth0")).toBe("fe80:0:0:0::/64");
    expect(addressGroup("::1")).toBe("0:0:0:0::/64");
    for (const text of ["", "unknown", "example.com"]) expect(addressGroup(text)).toBe("unknown");
  });

  test("the_same_however_it_is_written", () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const url = new URL(`http://[${address}]/`).hostname.slice(1, -1);
        if (!address.includes(".")) expect(addressGroup(address)).toBe(addressGroup(url));
      }),
    );
  });
});

describe("the site", () => {
  test("is_one_https_origin_or_this_machine", () => {
    expect(siteAt("https://registry.pta.gov.pk")).toEqual({
      kind: "public",
      origin: "https://registry.pta.gov.pk",
      host: "registry.pta.gov.pk",
    });
    expect(siteAt(undefined)).toEqual({ kind: "loopback" });
    for (const origin of [
      "http://registry.pta.gov.pk",
      "registry.pta.gov.pk",
      "https://a.example/path",
      "",
      "https://",
    ])
      expect(() => siteAt(origin)).toThrow(expect.objectContaining({ code: "config_invalid" }));
  });

  test("cookies_are_secure_and_host_bound_wherever_there_is_https", () => {
    expect(sessionCookie(siteAt("https://a.example"))).toEqual({ name: "__Host-hifazat", secure: true });
    expect(sessionCookie(siteAt(undefined))).toEqual({ name: "hifazat", secure: false });
  });

  test("passkeys_are_bound_to_it_whatever_the_request_says", () => {
    const site = siteAt("https://a.example");
    expect(relyingParty(site, "https://evil.example")).toEqual({ id: "a.example", origin: "https://a.example" });
  });
});
