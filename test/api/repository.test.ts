import { describe, expect, test } from "vitest";
import { memoryFiles, testApi } from "../fixtures/public-api.ts";
import { sha256 } from "../fixtures/repository.ts";

const body = new TextEncoder().encode("0123456789");
const hash = sha256(body);
const TARGET = `/tuf/targets/general/${hash}.list.txt.zst`;
const timestamp = new TextEncoder().encode('{"timestamp":1}');
const files: Record<string, Uint8Array<ArrayBuffer>> = {
  [`targets/general/${hash}.list.txt.zst`]: body,
  "targets/general/manifest.json": body,
  [`targets/general/.${hash}.list.txt.zst`]: body,
  [`targets/general/${hash}.list.txt.zst.part-12345`]: body,
  "metadata/timestamp.json": timestamp,
  "metadata/12.snapshot.json": body,
  "metadata/.timestamp.json": body,
  "metadata/timestamp.json.tmp": body,
  "metadata/01.root.json": body,
};
const { app } = testApi([], { files: memoryFiles(files) });
const get = (path: string, headers: Record<string, string> = {}) => app.request(path, { headers });

describe("caches", () => {
  test.each([TARGET, "/tuf/metadata/12.snapshot.json"])("may keep %s for ever", async (path) => {
    expect((await get(path)).headers.get("cache-control")).toBe("public, max-age=31536000, immutable");
  });

  test("ask again soon for the one name that changes", async () => {
    expect((await get("/tuf/metadata/timestamp.json")).headers.get("cache-control")).toBe(
      "public, max-age=5, must-revalidate",
    );
  });

  test("ask again for what does not exist yet", async () => {
    const response = await get("/tuf/metadata/2.root.json");
    expect(response.status).toBe(404);
    expect(response.headers.get("cache-control")).toBe("public, max-age=0, must-revalidate");
  });

  test("are told by a strong ETag that follows the body", async () => {
    const etag = async () => (await get("/tuf/metadata/timestamp.json")).headers.get("etag") ?? "";
    const before = await etag();
    expect(before).toMatch(/^"[^"]+"$/);
    expect((await get("/tuf/metadata/timestamp.json", { "if-none-match": before })).status).toBe(304);
    files["metadata/timestamp.json"] = new TextEncoder().encode('{"timestamp":2}');
    expect(await etag()).not.toBe(before);
    expect((await get("/tuf/metadata/timestamp.json", { "if-none-match": before })).status).toBe(200);
    expect((await get(TARGET)).headers.get("etag")).toBe(`"${hash}"`);
  });
});

describe("names", () => {
  test.each([
    "/tuf/targets/general/manifest.json",
    `/tuf/targets/general/.${hash}.list.txt.zst`,
    `/tuf/targets/general/${hash}.list.txt.zst.part-12345`,
    `/tuf/targets/${hash}.list.txt.zst`,
    "/tuf/targets/general/..%2F..%2F..%2Fhifazat.db",
    "/tuf/targets/../../../hifazat.db",
    "/tuf/targets/%2e%2e/%2e%2e/hifazat.db",
    "/tuf/targets//etc/passwd",
    "/tuf/metadata/.timestamp.json",
    "/tuf/metadata/timestamp.json.tmp",
    "/tuf/metadata/01.root.json",
    "/tuf/metadata/..%2Ftargets%2Fgeneral%2Fmanifest.json",
    "/tuf/metadata/timestamp.json%00",
    "/tuf/metadata/",
  ])("%s are none", async (path) => {
    expect((await get(path)).status).toBe(404);
  });
});

describe("parts", () => {
  test.each([
    ["bytes=0-3", 206, "0123", "bytes 0-3/10"],
    ["bytes=7-", 206, "789", "bytes 7-9/10"],
    ["bytes=-2", 206, "89", "bytes 8-9/10"],
    ["bytes=-99", 206, "0123456789", "bytes 0-9/10"],
    ["bytes=5-99", 206, "56789", "bytes 5-9/10"],
    ["bytes=9-9", 206, "9", "bytes 9-9/10"],
    ["bytes=3-2", 200, "0123456789", null],
    ["bytes=0-1,3-4", 200, "0123456789", null],
    ["items=0-1", 200, "0123456789", null],
    ["bytes=-", 200, "0123456789", null],
  ])("of %s", async (range, status, text, contentRange) => {
    const response = await get(TARGET, { range });
    expect(response.status).toBe(status);
    expect(response.headers.get("content-range")).toBe(contentRange);
    expect(response.headers.get("content-length")).toBe(String(text.length));
    expect(await response.text()).toBe(text);
  });

  test.each(["bytes=10-", "bytes=-0"])("of %s do not exist", async (range) => {
    const response = await get(TARGET, { range });
    expect(response.status).toBe(416);
    expect(response.headers.get("content-range")).toBe("bytes */10");
    expect(await response.json()).toMatchObject({ code: "range_not_satisfiable" });
  });

  test("are sent only of the file the caller knows", async () => {
    const known = await get(TARGET, { range: "bytes=0-3", "if-range": `"${hash}"` });
    expect(known.status).toBe(206);
    for (const other of ['"another"', `W/"${hash}"`, "Tue, 24 Nov 2026 00:00:00 GMT"]) {
      expect((await get(TARGET, { range: "bytes=0-3", "if-range": other })).status).toBe(200);
    }
  });

  test("and no body at all for HEAD, without opening the file", async () => {
    let opened = 0;
    const counting = { ...memoryFiles(files), stream: () => new ReadableStream({ start: () => void opened++ }) };
    const { app } = testApi([], { files: counting });
    const response = await app.request(TARGET, { method: "HEAD", headers: { range: "bytes=0-3" } });
    expect(response.status).toBe(200);
    expect(response.headers.get("content-length")).toBe("10");
    expect(response.headers.get("accept-ranges")).toBe("bytes");
    expect(await response.text()).toBe("");
    expect(opened).toBe(0);
  });
});
