import { expect, test } from "vitest";
import { HashBucket } from "../../src/api/hashes-schema.ts";
import { testApi } from "../fixtures/public-api.ts";
import { sha256 } from "../fixtures/repository.ts";

const { app, seen } = testApi([{ value: "blocked.example", scope: "domain" }]);
const digest = sha256("blocked.example");
const [prefix, suffix] = [digest.slice(0, 5), digest.slice(5)];

test("five digits of a hash, in either case, bring the rest of it", async () => {
  for (const asked of [prefix, prefix.toUpperCase()]) {
    const response = await app.request(`/v1/hashes/${asked}`);
    expect(response.status).toBe(200);
    const bucket = HashBucket.strict().parse(await response.json());
    expect(bucket).toMatchObject({ prefix, release: 7 });
    expect(bucket.suffixes).toContain(suffix);
    expect(bucket.suffixes.length % 16).toBe(0);
  }
});

test("an answer has the same size whether something is listed or not", async () => {
  const size = async (digits: string) => (await (await app.request(`/v1/hashes/${digits}`)).text()).length;
  const other = prefix === "00000" ? "00001" : "00000";
  expect(await size(prefix)).toBe(await size(other));
});

test.each(["abcd", "abcdef", "xyz12", "abcd%C3%A9", "0x123"])("%s is no prefix", async (text) => {
  const response = await app.request(`/v1/hashes/${text}`);
  expect(response.status).toBe(400);
  expect(await response.json()).toMatchObject({ code: "bad_request" });
});

test("who has the bucket of this release already is told so", async () => {
  const { headers } = await app.request(`/v1/hashes/${prefix}`);
  const etag = headers.get("etag") ?? "";
  const again = await app.request(`/v1/hashes/${prefix}`, { headers: { "if-none-match": etag } });
  expect(again.status).toBe(304);
});

test("no prefix that was asked is told to the observer", () => {
  expect(JSON.stringify(seen)).not.toContain(prefix);
});
