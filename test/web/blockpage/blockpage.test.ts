import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { findBlock } from "../../../src/cli/blockpage-list.ts";
import { DEFAULT_HELPLINES } from "../../../src/core/helpline.ts";
import { openIndex } from "../../../src/protocol/index-file/read.ts";
import { createBlockPage } from "../../../src/web/blockpage/app.ts";
import { NO_HOST } from "../../../src/web/blockpage/shown.ts";
import { type FixtureEntry, indexOf, sha256 } from "../../fixtures/repository.ts";

const REGISTRY = "https://registry.example";
const LONG = `long.example/${"&".repeat(7_000)}`;
const ENTRIES: FixtureEntry[] = [
  { value: "blocked.example", scope: "domain" },
  { value: "paths.example/bad", scope: "url", category: "hate-speech" },
  { value: LONG, scope: "url" },
  // کراچی with the Persian kaf and yeh
  { value: "xn--mgbt0xve8g.example", scope: "domain" },
];
const index = openIndex(indexOf(7, ENTRIES).bytes.buffer);
const app = await createBlockPage({
  find: (url) => findBlock(index, url),
  release: () => 7,
  helplines: () => DEFAULT_HELPLINES,
  registry: REGISTRY,
  blockedBy: "https://isp.example/blocking",
  failed: (error) => {
    throw error;
  },
});

const BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,image/avif,*/*;q=0.8";
async function ask(url: string, headers: Record<string, string> = {}, method = "GET") {
  const response = await app.request(url, { method, headers: { accept: BROWSER, ...headers } });
  return { status: response.status, headers: response.headers, body: await response.text() };
}

describe("a name on the general list", () => {
  test("blocked_page_names_entry_ground_order_and_appeal_in_both_languages", async () => {
    const { status, headers, body } = await ask("http://www.blocked.example/page?q=1");
    expect(status).toBe(451);
    expect(headers.get("content-type")).toBe("text/html; charset=utf-8");
    expect(body.startsWith('<!doctype html>\n<html lang="ur" dir="rtl">')).toBe(true);
    for (const text of [
      '<section id="ur" lang="ur" dir="rtl">',
      '<section id="en" lang="en" dir="ltr">',
      '<dt>Entry</dt><dd><bdi dir="ltr">e1</bdi></dd>',
      "<dt>Legal ground</dt><dd>Decency or morality</dd>",
      "<dt>قانونی وجہ</dt><dd>شائستگی یا اخلاق</dd>",
      '<dd><bdi dir="ltr">PECA 2016, s. 37(1)</bdi></dd>',
      '<dd><bdi dir="ltr">PTA/2026/&quot;1&quot;</bdi></dd>',
      "<dt>Blocked since</dt><dd>24 November 2026</dd>",
      "<dt>To be reviewed</dt><dd>4 March 2027</dd>",
      `<a href="${REGISTRY}/appeal?entry=e1">`,
    ]) {
      expect(body).toContain(text);
    }
    for (const number of ["1121", "1991", "0800-39393"]) expect(body.split(`href="tel:${number}"`)).toHaveLength(3);
  });

  test("the_wanted_language_stands_first_and_the_other_follows", async () => {
    const order = async (language?: string) => {
      const { body } = await ask(
        "http://blocked.example/",
        language === undefined ? {} : { "accept-language": language },
      );
      return [...body.matchAll(/<section id="(..)"/g)].map((match) => match[1]);
    };
    expect(await order()).toEqual(["ur", "en"]);
    expect(await order("en-GB,en;q=0.9,ur;q=0.8")).toEqual(["en", "ur"]);
    expect(await order("en;q=0.5, ur-PK;q=0.7")).toEqual(["ur", "en"]);
    expect(await order("de, fr;q=0.8")).toEqual(["ur", "en"]);
    expect(await order("en;q=0, ur;q=nonsense")).toEqual(["ur", "en"]);
  });

  test("a_block_of_one_path_answers_for_that_path_only", async () => {
    expect((await ask("http://paths.example/bad/deeper")).body).toContain("paths.example/bad</bdi>");
    expect((await ask("http://paths.example/good")).body).not.toContain("<dl>");
  });

  test("programs_get_text_or_a_problem_document", async () => {
    const curl = await ask("http://blocked.example/", { accept: "*/*" });
    expect(curl.headers.get("content-type")).toBe("text/plain; charset=utf-8");
    expect(curl.body).toContain("Entry: e1\n");
    expect(curl.body).toContain("\u2066e1\u2069");
    expect(curl.body).toContain(`Appeal: ${REGISTRY}/appeal?entry=e1\n`);
    for (const accept of ["application/problem+json", "application/json, text/html;q=0.5"]) {
      const api = await ask("http://blocked.example/", { accept });
      expect(api.headers.get("content-type")).toBe("application/problem+json");
      expect(JSON.parse(api.body)).toMatchObject({
        status: 451,
        code: "legal_block",
        host: "blocked.example",
        entry: { id: "e1", ground: "decency", order: 'PTA/2026/"1"' },
        appeal: `${REGISTRY}/appeal?entry=e1`,
        helplines: [{ number: "1121" }, { number: "1991" }, { number: "0800-39393" }],
      });
    }
  });
});

describe("any other name", () => {
  test("sealed_and_unlisted_names_get_the_same_page", async () => {
    // On the sealed list, which this service never reads; never listed; removed; of a spelling that is no name.
    const names = ["sealed-name.example", "never-listed.example", "removed.example", "a_b-.example"];
    for (const accept of [BROWSER, "*/*", "application/json"]) {
      const pages = await Promise.all(names.map((name) => ask(`http://${name}/x`, { accept })));
      const plain = pages.map(({ status, headers, body }, at) => ({
        status,
        headers: [...headers],
        body: body.replaceAll(names[at] ?? "", "HOST"),
      }));
      for (const page of plain) expect(page).toEqual(plain[0]);
      expect(plain[0]?.status).toBe(451);
      expect(plain[0]?.body).toContain("1121");
      expect(plain[0]?.body).toContain("1991");
      expect(plain[0]?.body).toContain(`${REGISTRY}/appeal`);
      expect(plain[0]?.body).not.toMatch(/entry=|[Cc]hild.?[Aa]buse/);
    }
  });

  test("the_path_asked_for_is_never_shown", async () => {
    for (const accept of [BROWSER, "*/*", "application/json"]) {
      const { body } = await ask("http://unlisted.example/secret-path?secret-query", { accept });
      expect(body).not.toContain("secret");
    }
  });

  test("a_request_without_a_host_gets_the_page_without_a_name", async () => {
    const { status, body } = await ask(`http://${NO_HOST}/`);
    expect(status).toBe(451);
    expect(body).toContain('<h1><bdi dir="ltr">451</bdi></h1>');
    expect(body).not.toContain("invalid");
  });
});

test("link_header", async () => {
  for (const url of ["http://blocked.example/", "http://unlisted.example/", "http://localhost/"]) {
    for (const method of ["GET", "HEAD", "POST"]) {
      const { status, headers } = await ask(url, {}, method);
      expect([status, headers.get("link")]).toEqual([451, '<https://isp.example/blocking>; rel="blocked-by"']);
    }
  }
});

test("no_cookie_no_script", async () => {
  for (const url of ["http://blocked.example/", "http://unlisted.example/"]) {
    const { headers, body } = await ask(url, { cookie: "a=b" });
    expect(headers.get("set-cookie")).toBeNull();
    expect(headers.get("cache-control")).toBe("no-store");
    expect(headers.get("referrer-policy")).toBe("no-referrer");
    expect(body).not.toMatch(/<script|\bon\w+\s*=|javascript:|<img|<iframe|<link|<form|\bsrc\s*=|@import|url\(/i);
    const leaves = [...body.matchAll(/href="([^"]*)"/g)].map((match) => match[1] ?? "");
    expect(leaves.filter((href) => !/^(?:#|tel:|https:\/\/registry\.example\/appeal)/.test(href))).toEqual([]);
    const policy = headers.get("content-security-policy") ?? "";
    expect(policy).toContain("default-src 'none'");
    expect(policy).not.toContain("unsafe");
    const style = /<style>([\s\S]*)<\/style>/.exec(body)?.[1] ?? "";
    expect(policy).toContain(`'sha256-${Buffer.from(sha256(style), "hex").toString("base64")}'`);
    expect(body).not.toContain(" style=");
  }
});

test("reflected_host_is_escaped", async () => {
  // All that a URL lets through in a host: the rest of the markup characters make it no URL.
  const { body } = await ask("http://a&b'c;d.example/");
  expect(body).toContain('<h1><bdi dir="ltr">a&amp;b&#39;c;d.example</bdi></h1>');
  await fc.assert(
    fc.asyncProperty(fc.string({ unit: "binary", maxLength: 30 }), async (label) => {
      const url = `http://${label}.example/`;
      if (URL.parse(url) === null) return;
      const page = await ask(url);
      expect(page.status).toBe(451);
      const heading = /<h1>(.*)<\/h1>/s.exec(page.body)?.[1] ?? "";
      expect(heading.replaceAll('<bdi dir="ltr">', "").replaceAll("</bdi>", "")).not.toMatch(/[<>"'\u202a-\u202e]/);
    }),
  );
});

test("an_international_name_is_shown_in_both_forms", async () => {
  const { body } = await ask("http://xn--mgbt0xve8g.example/");
  expect(body).toContain('<h1><bdi dir="ltr">کراچی.example</bdi> (<bdi dir="ltr">xn--mgbt0xve8g.example</bdi>)</h1>');
  expect((await ask("http://xn--a.example/")).status).toBe(451);
});

test("any_method_any_host_451", async () => {
  for (const method of ["GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "PATCH", "PROPFIND", "BREW"]) {
    for (const url of [
      "http://blocked.example/a/b",
      "http://192.0.2.1/",
      "http://[2001:db8::1]/",
      "http://x/healthz",
    ]) {
      const { status, body } = await ask(url, {}, method);
      expect([method, url, status, body === ""]).toEqual([method, url, 451, method === "HEAD"]);
    }
  }
});

test("health_is_told_under_the_names_of_this_machine_only", async () => {
  expect(await ask("http://127.0.0.1:8080/healthz")).toMatchObject({
    status: 200,
    body: '{"status":"ok","release":7}',
  });
  expect((await ask("http://localhost/healthz")).status).toBe(200);
  expect((await ask("http://localhost/healthz/x")).status).toBe(451);
  expect((await ask("http://blocked.example/healthz")).status).toBe(451);
});

test("a_page_stays_below_20_kB_whatever_is_listed_or_asked", async () => {
  for (const url of [`http://${LONG}`, `http://${"a".repeat(9_000)}.example/`, "http://blocked.example/"]) {
    const { status, body } = await ask(url);
    expect(status).toBe(451);
    expect(Buffer.byteLength(body)).toBeLessThan(20_000);
  }
});

test("a_failure_of_ours_is_still_a_block_and_says_nothing", async () => {
  const failures: unknown[] = [];
  const broken = await createBlockPage({
    find: (url) => {
      throw new Error(`cannot read ${url}`);
    },
    release: () => undefined,
    helplines: () => DEFAULT_HELPLINES,
    registry: REGISTRY,
    blockedBy: REGISTRY,
    failed: (error) => void failures.push(error),
  });
  const response = await broken.request("http://private.example/");
  expect(response.status).toBe(451);
  expect(await response.text()).not.toContain("private");
  expect(failures).toHaveLength(1);
  expect((await broken.request("http://localhost/healthz")).status).toBe(503);
});
