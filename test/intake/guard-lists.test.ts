import { existsSync } from "node:fs";
import { mkdtemp, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { guard } from "../../src/core/guard/guard.ts";
import type { GuardKind } from "../../src/core/guard/guard-kind.ts";
import type { GuardLists } from "../../src/core/guard/guard-lists.ts";
import { canonicalise } from "../../src/core/target/canonicalise.ts";
import { readGuardList } from "../../src/intake/guard-list-text.ts";
import { type Fetch, loadGuardLists } from "../../src/intake/guard-lists.ts";
import { receive } from "../../src/intake/receive.ts";

const shared = fileURLToPath(new URL("../../../shared/", import.meta.url));
const bytes = (text: string) => new TextEncoder().encode(text);

let folder = "";
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "hifazat-guard-"));
});
afterEach(() => rm(folder, { recursive: true }));

/** A server that answers in turn; a number is a status, an error is thrown. */
function serving(...answers: (string | number | Error)[]): Fetch {
  return async () => {
    const answer = answers.shift();
    if (answer instanceof Error) throw answer;
    if (typeof answer === "number") return { ok: false, status: answer, body: null };
    return { ok: true, status: 200, body: new Response(answer ?? "").body };
  };
}

const load = (from: string, fetch: Fetch = serving(), more: { maxBytes?: number } = {}) =>
  loadGuardLists([{ kind: "popular", from }], { cache: join(folder, "cache"), fetch, ...more });

function decide(name: string, lists: GuardLists): string {
  const result = canonicalise(name);
  if (result.kind === "refused") return result.code;
  const outcome = guard(result.target, lists);
  return outcome.kind === "hold" ? outcome.reasons.join(" ") : outcome.kind;
}

test("a list of names and a MISP warning list in JSON are read alike", async () => {
  const rules = [
    { name: "a.com", below: false },
    { name: "b.com", below: true },
  ];
  expect(await readGuardList(bytes("# x\na.com\n\n.B.com # y\n"))).toEqual({ rules, bad: [] });
  expect(await readGuardList(bytes('{"name":"x","type":"hostname","list":["a.com",".b.com"]}'))).toEqual({
    rules,
    bad: [],
  });
});

test("lines that are no names are reported and the others stand", async () => {
  expect(await readGuardList(bytes("a.com\nhttp://b.com/x\n1.2.3.4\n"))).toEqual({
    rules: [{ name: "a.com", below: false }],
    bad: [
      { line: 2, text: "http://b.com/x" },
      { line: 3, text: "1.2.3.4" },
    ],
  });
  expect((await readGuardList(bytes('{"list":["a.com",5]}'))).bad).toEqual([{ line: 2, text: "5" }]);
});

test("what guards nothing is no list", async () => {
  const codes = { "": "file_empty", "# x\n": "file_empty", "1.2.3.4\n": "file_empty", '{"list":[]}': "file_empty" };
  const others = { "<html>": "file_is_html", '{"error":"x"}': "file_bad_format", '{"list":': "file_bad_format" };
  for (const [text, code] of Object.entries({ ...codes, ...others })) {
    await expect(readGuardList(bytes(text))).rejects.toMatchObject({ code });
  }
});

test("configured lists add to the ones that ship", async () => {
  const path = join(folder, "popular.txt");
  await writeFile(path, "example.org\n");
  const { lists, reports } = await load(path);
  expect(reports).toMatchObject([{ kind: "popular", from: path, state: "fresh", names: 1, error: undefined }]);
  expect(decide("example.org", lists)).toBe("popular");
  expect(decide("bloomberg.com", lists)).toBe("popular");
});

test("a list that fails keeps its last good copy, however it fails", async () => {
  const url = "https://lists.example/popular";
  await load(url, serving("example.org\n"));
  const failures: [string | number | Error, string][] = [
    [502, "unavailable"],
    [new TypeError("fetch failed"), "unavailable"],
    ["<html>502</html>\n", "file_is_html"],
    ["", "file_empty"],
    ["x".repeat(101), "too_large"],
  ];
  for (const [answer, code] of failures) {
    const { lists, reports } = await load(url, serving(answer), { maxBytes: 100 });
    expect(reports).toMatchObject([{ state: "cached", names: 1, error: { code } }]);
    expect(decide("example.org", lists)).toBe("popular");
  }
  const { reports } = await load(url, serving("example.net\n"));
  expect(reports).toMatchObject([{ state: "fresh", names: 1, error: undefined }]);
  expect(await readdir(join(folder, "cache"))).toHaveLength(1);
});

test("a list that never came says so, and the lists that ship still guard", async () => {
  const { lists, reports } = await load(join(folder, "nothing.txt"));
  expect(reports).toMatchObject([{ state: "missing", names: 0, error: { code: "unavailable" } }]);
  expect(decide("bloomberg.com", lists)).toBe("popular");
});

test("a copy belongs to one source and one kind", async () => {
  await load("https://lists.example/a", serving("example.org\n"));
  const { reports } = await load("https://lists.example/b", serving(500));
  expect(reports).toMatchObject([{ state: "missing" }]);
});

test("a disk that takes no copy does not bring the older list back", async () => {
  await writeFile(join(folder, "cache"), "a file in the way");
  const { lists, reports } = await load("https://lists.example/a", serving("example.org\n"));
  expect(reports).toMatchObject([{ state: "fresh", error: { code: "unavailable" } }]);
  expect(decide("example.org", lists)).toBe("popular");
});

test("only so many bad lines are reported one by one", async () => {
  const path = join(folder, "bad.txt");
  await writeFile(path, `a.com\n${"no name\n".repeat(50)}`);
  const { reports } = await load(path);
  expect(reports[0]?.bad.count).toBe(50);
  expect(reports[0]?.bad.first).toHaveLength(20);
});

describe.skipIf(!existsSync(`${shared}guard`))("the MISP lists (skipped without ../shared/guard)", () => {
  const files: [GuardKind, string][] = [
    ["protected", "guard/crl-hostname.txt"],
    ["essential", "guard/captive-portals.txt"],
    ["institution", "guard/bank-website.txt"],
    ["institution", "guard/university_domains.txt"],
    ["shared_host", "guard/lots-project.txt"],
    ["shortener", "guard/url-shortener.txt"],
    ["link_in_bio", "guard/link-in-bio.txt"],
    ["dynamic_dns", "guard/dynamic-dns.txt"],
    ["popular", "popular/cloudflare-top100k.txt"],
    ["popular", "popular/tranco10k.txt"],
  ];
  const all = () =>
    loadGuardLists(
      files.map(([kind, file]) => ({ kind, from: `${shared}${file}` })),
      { cache: join(folder, "cache"), fetch: serving() },
    );

  test("are read whole", async () => {
    const { reports } = await all();
    const names = [222, 21, 2226, 10578, 175, 255, 91, 35467, 99993, 9997];
    expect(reports.map((report) => [report.state, report.names, report.bad.count])).toEqual(
      names.map((count) => ["fresh", count, 0]),
    );
  });

  test("hold the order of May 2019 and pass what it should have said", async () => {
    const { lists } = await all();
    for (const name of ["alibaba.com", "www.buzzfeed.com", "bloomberg.com"])
      expect(decide(name, lists)).toBe("popular");
    expect(decide("bloomberg.com/one/page", lists)).toBe("pass");
    expect(decide("google.com", lists)).toBe("refuse");
    expect(decide("digicert.com", lists)).toBe("refuse");
    expect(decide("somebody.blogspot.com", lists)).toBe("pass");
  });

  test("find in real lists what nobody should have blocked there", async () => {
    const { lists } = await all();
    const found: Record<string, Record<string, number>> = {};
    for (const name of ["gambling-id.txt", "drugs.adblock", "redirect.dnsmasq", "urlhaus.rpz"]) {
      const counts: Record<string, number> = {};
      for await (const items of receive(`${shared}lists/${name}`).batches) {
        for (const item of items) {
          if (item.kind !== "candidate") continue;
          const outcome = decide(item.target, lists);
          counts[outcome] = (counts[outcome] ?? 0) + 1;
        }
      }
      found[name] = counts;
    }
    expect(found).toEqual({
      // storage.googleapis.com and api.whatsapp.com are two of them.
      "gambling-id.txt": { pass: 88669, popular: 6, institution: 2, shared_host: 1, dynamic_dns: 1 },
      "drugs.adblock": { pass: 26003, popular: 18, institution: 7 },
      "redirect.dnsmasq": {
        pass: 108635,
        popular: 30,
        dynamic_dns: 4,
        institution: 3,
        private_suffix: 1,
        "dynamic_dns private_suffix": 1,
        "dynamic_dns popular private_suffix": 2,
        "shared_host shortener popular": 1,
      },
      "urlhaus.rpz": { pass: 5483, private_suffix: 2 },
    });
  });
});
