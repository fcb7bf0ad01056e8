import { expect, test } from "vitest";
import { multipart, partText } from "../../src/web/ui/multipart.ts";

const TYPE = "multipart/form-data; boundary=----cut";
// Holds what looks like the beginning of a boundary, and ends where one could begin.
const FILE = "one.example\r\n------cu\r\n--\r\n----\r\ntwo.example\r\n";
const BODY = [
  '------cut\r\nContent-Disposition: form-data; name="csrf"\r\n\r\nحفاظت',
  '------cut\r\ncontent-disposition: form-data; name="file"; filename="a%22b.txt"\r\nContent-Type: text/plain\r\n\r\n' +
    FILE,
  '------cut\r\nContent-Disposition: form-data; name="empty"\r\n\r\n',
  "------cut--\r\n",
].join("\r\n");

async function* pieces(bytes: Uint8Array, size: number): AsyncGenerator<Uint8Array> {
  for (let at = 0; at < bytes.length; at += size) yield bytes.slice(at, at + size);
}

async function read(body: AsyncIterable<Uint8Array>, type = TYPE): Promise<[string, string | undefined, string][]> {
  const parts: [string, string | undefined, string][] = [];
  for await (const part of multipart(body, type)) parts.push([part.name, part.filename, await partText(part, 1_000)]);
  return parts;
}

test("a form with a file is the same wherever the network cuts it, also within a boundary or a letter", async () => {
  const bytes = new TextEncoder().encode(BODY);
  const expected = [
    ["csrf", undefined, "حفاظت"],
    ["file", 'a"b.txt', FILE],
    ["empty", undefined, ""],
  ];
  for (let size = 1; size <= bytes.length; size++)
    expect([size, await read(pieces(bytes, size))]).toEqual([size, expected]);
});

test("a form that ends early is refused wherever it ends, and none is taken for whole", async () => {
  const bytes = new TextEncoder().encode(BODY);
  const end = bytes.length - "--\r\n".length;
  for (let length = 0; length <= end; length++)
    await expect(read(pieces(bytes.slice(0, length), 7))).rejects.toMatchObject({ code: "bad_request" });
});

test("a part that nobody reads is passed over, and a field longer than its limit is refused", async () => {
  const bytes = new TextEncoder().encode(BODY);
  const names: string[] = [];
  for await (const { name } of multipart(pieces(bytes, 5), TYPE)) names.push(name);
  expect(names).toEqual(["csrf", "file", "empty"]);
  for await (const part of multipart(pieces(bytes, 5), TYPE)) {
    await expect(partText(part, 9)).rejects.toMatchObject({ code: "too_large" });
    break;
  }
});

test.each(["text/plain", "multipart/form-data", `multipart/form-data; boundary=${"x".repeat(71)}`])(
  "%s is no form with a boundary",
  async (type) => {
    await expect(read(pieces(new TextEncoder().encode(BODY), 64), type)).rejects.toMatchObject({ code: "bad_request" });
  },
);
