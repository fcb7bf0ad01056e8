import { beforeEach, describe, expect, test } from "vitest";
import { MOST_PAGES } from "../../../src/intake/pdf/read-pdf.ts";
import { MOST_PDF_BYTES, suggestionsOf } from "../../../src/intake/pdf/suggestions-of.ts";
import { orderDesk, TERMS } from "../../fixtures/order-desk.ts";
import { lockedPdf, pdfOf } from "../../fixtures/pdf.ts";

type Desk = ReturnType<typeof orderDesk>;
let desk: Desk;
let clerk: Awaited<ReturnType<Desk["officer"]>>;
let path: string;
beforeEach(async () => {
  desk = orderDesk();
  clerk = await desk.officer("k.clerk", "clerk");
  path = `/v1/orders/${(await clerk.call("POST", "/v1/orders", TERMS)).body.id}`;
});
const send = (pdf: Uint8Array, type = "application/pdf") => clerk.upload(`${path}/suggestions`, pdf, type);
const items = async () => (await clerk.call("GET", `${path}/items`)).body.items;

test("a_pdf_suggests_addresses_and_applies_none_what_is_confirmed_has_the_ordinary_verdict", async () => {
  const pdf = pdfOf([
    [
      "PTA orders the blocking of https://bad.example/page, of",
      "casino.pk and of bloomberg.com.",
      "Contact: a@pta.gov.pk",
    ],
    ["یہ صفحہ http://urdu.example/x بند کیا جائے", "کیا جائےhttps://glued.example/y now"],
  ]);
  const { status, body } = await send(pdf);
  expect([status, body.pages, body.without, body.more]).toEqual([200, 2, [], false]);
  const seen = body.suggestions.map(({ page, line, address }: Record<string, unknown>) => [page, line, address]);
  expect(seen).toEqual([
    [1, 1, "https://bad.example/page"],
    [1, 2, "casino.pk"],
    [1, 2, "bloomberg.com"],
    [2, 1, "http://urdu.example/x"],
    [2, 2, "https://glued.example/y"],
  ]);
  expect(body.suggestions[1].text).toBe("casino.pk and of bloomberg.com.");
  expect(await items()).toEqual([]);
  const confirmed = JSON.stringify(["https://bad.example/page", "bloomberg.com"]);
  await clerk.upload(`${path}/items`, confirmed, "application/json");
  expect(
    (await items()).map(({ outcome, target }: Record<string, { value: string }>) => [outcome, target?.value]),
  ).toEqual([
    ["accepted", "bad.example/page"],
    ["held", "bloomberg.com"],
  ]);
});

test("an_address_broken_over_two_lines_is_offered_both_ways_and_never_joined_unasked", async () => {
  const { body } = await send(
    pdfOf([["see https://long.example/a/very-", "long/path and https://b.example/next/", "https://c.example/z ends."]]),
  );
  expect(body.suggestions.map(({ address, reading }: Record<string, string>) => [reading, address])).toEqual([
    ["cut", "https://long.example/a/very-"],
    ["joined", "https://long.example/a/very-long/path"],
    ["whole", "https://b.example/next/"],
    ["whole", "https://c.example/z"],
  ]);
  expect(body.suggestions[0].text).toBe("see https://long.example/a/very-\nlong/path and https://b.example/next/");
});

test("pages_without_text_are_named", async () => {
  const { body } = await send(pdfOf([["a.pk"], [], ["b.pk"], []]));
  expect([body.without, body.suggestions.length]).toEqual([[2, 4], 2]);
});

describe("what_cannot_be_read_has_a_code", () => {
  test.each([
    ["a locked one", () => lockedPdf(), "application/pdf", 422, "file_encrypted"],
    ["a cut one", () => pdfOf([["a.pk"]]).subarray(0, 300), "application/pdf", 422, "file_bad_format"],
    ["none", () => Buffer.from("a.pk\n"), "application/pdf", 422, "file_bad_format"],
    ["an empty one", () => Buffer.alloc(0), "application/pdf", 422, "file_empty"],
    [
      "one page too many",
      () => pdfOf(Array.from({ length: MOST_PAGES + 1 }, () => [])),
      "application/pdf",
      413,
      "too_large",
    ],
    ["one byte too many", () => Buffer.alloc(MOST_PDF_BYTES + 1), "application/pdf", 413, "too_large"],
    ["another type", () => pdfOf([["a.pk"]]), "text/plain", 415, "unsupported_media_type"],
  ])("%s", async (_, pdf, type, status, code) => {
    const answer = await send(pdf(), type);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  test("one that takes too long is given up", async () => {
    const body = (async function* () {
      yield pdfOf([["a.pk"]]);
    })();
    await expect(suggestionsOf(body, 0)).rejects.toMatchObject({ code: "too_large" });
  });

  test("and as items a PDF is refused with where to send it", async () => {
    const answer = await clerk.upload(`${path}/items`, pdfOf([["a.pk"]]), "application/pdf");
    expect([answer.status, answer.body.detail]).toEqual([415, expect.stringContaining("/suggestions")]);
  });
});
