import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { beforeEach, describe, expect, test } from "vitest";
import writeExcelFile from "write-excel-file/node";
import { createOrderIntake } from "../../../src/intake/desk/order-intake.ts";
import { verifyAudit } from "../../../src/storage/verify-audit.ts";
import { orderDesk, TERMS } from "../../fixtures/order-desk.ts";

type Desk = ReturnType<typeof orderDesk>;
let desk: Desk;
let clerk: Awaited<ReturnType<Desk["officer"]>>;
let path: string;
beforeEach(async () => {
  desk = orderDesk();
  clerk = await desk.officer("k.clerk", "clerk");
  path = `/v1/orders/${(await clerk.call("POST", "/v1/orders", TERMS)).body.id}`;
});

const leftOver = () => (existsSync(desk.folder) ? readdirSync(desk.folder) : []);
const rows = async (query = "") =>
  (await clerk.call("GET", `${path}/items${query}`)).body.items.map((row: Record<string, unknown>) => [
    row.item,
    row.text,
    row.outcome,
    row.code,
  ]);

describe("formats", () => {
  const xlsx = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
  test("text, CSV, JSON lines, JSON and a spreadsheet say the same", async () => {
    const sheet = await writeExcelFile([
      [{ value: "Nr" }, { value: "URL" }],
      [{ value: 1 }, { value: "e.example" }],
    ]).toBuffer();
    const uploads: [string, string | Uint8Array, string][] = [
      ["text/plain", "a.example\n", "plain"],
      ["text/csv", "nr,url\n1,b.example\n", "csv"],
      ["application/x-ndjson", '{"url":"c.example"}\n', "jsonl"],
      ["application/json", '{"items":["d.example"]}', "json"],
      [xlsx, sheet, "xlsx"],
    ];
    for (const [type, body, format] of uploads) {
      const { status, body: added } = await clerk.upload(`${path}/items`, body, type);
      expect([status, added.upload?.source.format, added.upload?.counts.accepted]).toEqual([200, format, 1]);
    }
    const listed = (await clerk.call("GET", `${path}/items`)).body.items;
    expect(listed.map((row: { target: { value: string } }) => row.target.value)).toEqual(
      ["a", "b", "c", "d", "e"].map((name) => `${name}.example`),
    );
    expect(leftOver()).toEqual([]);
    expect(verifyAudit(desk.ports.db).findings).toEqual([]);
  });

  test.each([
    ["text/html", "<p>", 415, "unsupported_media_type"],
    ["text/plain", "<!doctype html><html>502</html>", 422, "file_is_html"],
    ["text/plain", "", 422, "file_empty"],
    ["application/json", "{", 422, "file_bad_format"],
    ["application/json", '{"a":1}', 422, "file_bad_format"],
    [xlsx, "PK no sheet", 422, "file_bad_format"],
  ])("%s %s is a problem with a code and leaves nothing", async (type, body, status, code) => {
    const answer = await clerk.upload(`${path}/items`, body, type);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
    expect(leftOver()).toEqual([]);
    expect((await clerk.call("GET", path)).body.events).toHaveLength(1);
  });
});

test("same_file_twice_is_one_upload", async () => {
  const first = await clerk.upload(`${path}/items`, "a.example\n");
  const again = await clerk.upload(`${path}/items`, "a.example\n");
  expect(again.body.already).toBe(true);
  expect(again.body.order.digest).toBe(first.body.order.digest);
  expect(again.body.order.uploads).toHaveLength(1);
});

test("what_the_order_has_already_is_a_duplicate_that_names_it", async () => {
  await clerk.upload(`${path}/items`, "a.example\nb.example\n");
  await clerk.upload(`${path}/items`, "c.example\nhttp://B.example/\nc.example\n");
  expect(await rows("?outcome=duplicate")).toEqual([
    [4, "http://B.example/", "duplicate", "item_2"],
    [5, "c.example", "duplicate", "line_1"],
  ]);
});

test("what_was_removed_can_come_again", async () => {
  await clerk.upload(`${path}/items`, "a.example\nb.example\n");
  const removed = await clerk.call("POST", `${path}/items/remove`, { items: [1, 99] });
  expect(removed.body).toMatchObject({ removed: 1, order: { counts: { accepted: 1, removed: 1 } } });
  expect((await clerk.call("POST", `${path}/items/remove`, { items: [1] })).status).toBe(400);
  await clerk.upload(`${path}/items`, "a.example\n");
  expect(await rows("?outcome=accepted,removed")).toEqual([
    [1, "a.example", "removed", null],
    [2, "b.example", "accepted", null],
    [3, "a.example", "accepted", null],
  ]);
  const whole = await clerk.call("POST", `${path}/items/remove`, { upload: 1 });
  expect(whole.body.order.counts).toMatchObject({ accepted: 1, removed: 2 });
  expect(verifyAudit(desk.ports.db).findings).toEqual([]);
});

describe("before anything is saved", () => {
  test("every row has a verdict", async () => {
    await clerk.upload(`${path}/items`, "a.example\n");
    const order = path.split("/").at(-1);
    const checked = await clerk.upload(
      `/v1/orders/check?order=${order}&outcome=refused,duplicate`,
      "a.example\n.com\nb.example\n",
    );
    expect(checked.body).toMatchObject({
      counts: { accepted: 1, refused: 1, duplicate: 1 },
      codes: { public_suffix: 1 },
      rows: [
        { text: "a.example", code: "item_1" },
        { text: ".com", code: "public_suffix", reason: expect.stringContaining("public suffix") },
      ],
    });
    expect((await clerk.call("GET", path)).body.counts.accepted).toBe(1);
    expect(leftOver()).toEqual([]);
  });

  test("as JSON lines for a whole file", async () => {
    const response = await desk.app.request("https://registry.example/v1/orders/check", {
      method: "POST",
      headers: {
        origin: "https://registry.example",
        cookie: clerk.raw.cookie ?? "",
        "csrf-token": clerk.raw.csrf ?? "",
        "content-type": "text/plain",
        accept: "application/x-ndjson",
      },
      body: "a.example\n.com\n",
    });
    const lines = (await response.text())
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line));
    expect(lines.map(({ text, outcome }) => [text, outcome])).toEqual([
      ["a.example", "accepted"],
      [".com", "refused"],
    ]);
    await expect.poll(leftOver).toEqual([]);
  });
});

describe("the rows that need somebody", () => {
  test("come page by page", async () => {
    const many = Array.from({ length: 30 }, (_, index) => (index % 3 === 0 ? `.com` : `n${index}.example`));
    await clerk.upload(`${path}/items`, `${many.join("\n")}\n`);
    const seen: number[] = [];
    for (let after: number | null = 0; after !== null; ) {
      const page = await clerk.call("GET", `${path}/items?outcome=refused,held&limit=4&after=${after}`);
      seen.push(...page.body.items.map((row: { line: number }) => row.line));
      after = page.body.next;
    }
    expect(seen).toEqual(Array.from({ length: 10 }, (_, index) => index * 3 + 1));
  });

  test("come as CSV that no spreadsheet runs", async () => {
    await clerk.upload(`${path}/items`, '=HYPERLINK("x")\n@a\n');
    const answer = await clerk.raw
      .call("GET", `${path}/items?outcome=refused&format=csv&limit=1`)
      .catch((error) => error);
    expect(answer).toBeInstanceOf(SyntaxError);
    const response = await desk.app.request(
      `https://registry.example${path}/items?outcome=refused&format=csv&limit=1`,
      {
        headers: { cookie: clerk.raw.cookie ?? "" },
      },
    );
    expect(response.headers.get("content-type")).toContain("text/csv");
    expect(response.headers.get("link")).toContain("after=1");
    expect(await response.text()).toMatch(/^item,line,text,outcome.*\r\n1,1,"'=HYPERLINK\(""x""\)",refused,/);
  });
});

test("collateral_says_what_a_whole_name_covers", async () => {
  await clerk.upload(`${path}/items`, "site.example\nshop.site.example\nhttps://site.example/page\n");
  const officer = await desk.officer("a.officer", "officer");
  const second = await desk.officer("b.officer", "officer");
  await officer.call("POST", `${path}/submit`);
  const { digest } = (await officer.call("GET", path)).body;
  await second.decide(`${path}/approve`, { digest, reasons: "as ordered" });
  const other = (await clerk.call("POST", "/v1/orders", { ...TERMS, number: "2" })).body.id;
  await clerk.upload(`/v1/orders/${other}/items`, "quiet.example\nsite.example\nwikipedia.org\nsite.example.org\n");
  const { items } = (await clerk.call("GET", `/v1/orders/${other}/collateral`)).body;
  expect(items).toMatchObject([
    {
      item: { text: "site.example" },
      listed: {
        count: 2,
        first: [
          { scope: "url", value: "site.example/page" },
          { scope: "domain", value: "shop.site.example" },
        ],
      },
      narrower: { scope: "host", value: "site.example" },
    },
    { item: { text: "wikipedia.org" }, guarded: { names: expect.arrayContaining(["wikipedia.org"]) } },
  ]);
});

test("an_upload_under_way_is_shown", async () => {
  const { db, now } = desk.ports;
  const order = path.split("/").at(-1) ?? "";
  let finish: (() => void) | undefined;
  const intake = createOrderIntake({
    db,
    folder: join(desk.folder, "other"),
    now,
    quick: async (_, onProgress) => {
      onProgress?.(41);
      await new Promise<void>((resolve) => {
        finish = resolve;
      });
      throw new Error("given up");
    },
    bulk: async () => expect.unreachable(),
  });
  async function* body() {
    yield new TextEncoder().encode("a.example\n");
  }
  const adding = intake.addItems(order, { body: body(), name: "x", wrapping: "lines", declared: {} }, "k.clerk");
  expect(intake.importing(order)).toEqual([{ stage: "receiving", items: 0 }]);
  await expect.poll(() => intake.importing(order)).toEqual([{ stage: "judging", items: 41 }]);
  finish?.();
  await expect(adding).rejects.toThrow("given up");
  expect(intake.importing(order)).toEqual([]);
});

test("what_a_crash_left_in_the_folder_goes_at_the_next_start", () => {
  mkdirSync(desk.folder, { recursive: true });
  writeFileSync(join(desk.folder, "left"), "secret.example");
  const unused = async () => expect.unreachable();
  createOrderIntake({ db: desk.ports.db, folder: desk.folder, bulk: unused, quick: unused, now: desk.ports.now });
  expect(existsSync(join(desk.folder, "left"))).toBe(false);
});

test("a_declared_length_above_the_bound_is_refused_before_anything_is_read", async () => {
  const response = await desk.app.request(`https://registry.example${path}/items`, {
    method: "POST",
    headers: {
      origin: "https://registry.example",
      cookie: clerk.raw.cookie ?? "",
      "csrf-token": clerk.raw.csrf ?? "",
      "content-type": "text/plain",
      "content-length": String(513 * 1024 * 1024),
    },
    body: "a.example\n",
  });
  expect([response.status, (await response.json()).code]).toEqual([413, "too_large"]);
});
