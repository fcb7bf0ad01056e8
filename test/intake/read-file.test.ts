import { createHash } from "node:crypto";
import { gzipSync } from "node:zlib";
import fc from "fast-check";
import { expect, test } from "vitest";
import { HifazatError } from "../../src/core/errors.ts";
import { BLOCK_BYTES } from "../../src/intake/blocks.ts";
import { type Line, MAX_LINE_BYTES } from "../../src/intake/formats/line.ts";
import { type FileFacts, type ReadOptions, readFile } from "../../src/intake/read-file.ts";

const bytes = (text: string) => new TextEncoder().encode(text);

async function read(source: Uint8Array | string, options: ReadOptions = {}, chunk = Number.POSITIVE_INFINITY) {
  const all = typeof source === "string" ? bytes(source) : source;
  async function* stream() {
    for (let at = 0; at < all.length; at += chunk) yield all.subarray(at, at + chunk);
  }
  const lines: Line[] = [];
  let facts: FileFacts | undefined;
  for await (const batch of readFile(chunk < all.length ? stream() : all, options, (found) => {
    facts = found;
  })) {
    lines.push(...batch);
  }
  return { lines, texts: lines.map((line) => line.text), facts };
}

async function refusal(
  source: Uint8Array | string,
  options: ReadOptions = {},
): Promise<{ code: string; message: string }> {
  try {
    await read(source, options);
  } catch (error) {
    if (error instanceof HifazatError) return { code: error.code, message: error.message };
    throw error;
  }
  return { code: "none", message: "" };
}

test("LF, CR LF and lone CR all end a line", async () => {
  const { lines } = await read("a\r\nb\rc\n\nd\r");
  expect(lines.map((line) => line.text)).toEqual(["a", "b", "c", "", "d"]);
  expect(lines.map((line) => line.number)).toEqual([1, 2, 3, 4, 5]);
  expect(lines.every((line) => line.terminated)).toBe(true);
});

test("a last line without a newline is given out as unterminated", async () => {
  const { lines } = await read("a.com\nb.co");
  expect(lines.map((line) => [line.text, line.terminated])).toEqual([
    ["a.com", true],
    ["b.co", false],
  ]);
});

test("a source that declares a final newline has its cut file refused whole", async () => {
  expect((await refusal("a.com\nb.co", { finalNewline: "required" })).code).toBe("file_unterminated");
  expect((await refusal("a.com\nb.co\n", { finalNewline: "required" })).code).toBe("none");
});

test("the facts are of the bytes as they came", async () => {
  const source = bytes("\ufeffa.com\r\nb.com\r\n");
  const { facts } = await read(source);
  expect(facts).toEqual({ sha256: createHash("sha256").update(source).digest("hex"), bytes: source.length, lines: 2 });
});

test("a UTF-8 byte order mark is no part of the first name", async () => {
  expect((await read("\ufeffa.com\n")).texts).toEqual(["a.com"]);
});

test("bytes that are not UTF-8 refuse the file and name the line", async () => {
  const { code, message } = await refusal(
    Buffer.concat([bytes("a.com\r\nb.com\nbučina\n"), Buffer.from([0xe1, 0x2e, 0x63, 10])]),
  );
  expect(code).toBe("file_bad_charset");
  expect(message).toContain("line 4 ");
  const late = Buffer.concat([bytes("name.example\n".repeat(60_000)), Buffer.from([0x6e, 0xff, 10])]);
  expect((await refusal(late)).message).toContain("line 60001 ");
});

test("declared charsets are read as what they are", async () => {
  const stranka = Buffer.from([0x73, 0x74, 0x72, 0xe1, 0x6e, 0x6b, 0x61, 10]);
  expect((await read(stranka, { charset: "cp1250" })).texts).toEqual(["stránka"]);
  expect((await read(Buffer.from([0xcf, 0xf0, 0xe8, 10]), { charset: "windows-1251" })).texts).toEqual(["При"]);
  expect((await read(Buffer.from([0xe9, 10]), { charset: "Latin1" })).texts).toEqual(["é"]);
  expect((await refusal("a\n", { charset: "klingon" })).message).toContain("windows-1251");
});

test("UTF-16 is refused until it is declared, then read with either mark", async () => {
  const little = Buffer.from("\ufeffa.com\r\nچ.com\r\n", "utf16le");
  const big = Buffer.from(little).swap16();
  expect((await refusal(little)).code).toBe("file_bad_charset");
  expect((await refusal(big)).message).toContain("utf-16be");
  for (const source of [little, big]) {
    expect((await read(source, { charset: "utf-16" }, 3)).texts).toEqual(["a.com", "چ.com"]);
  }
  expect((await refusal(little.subarray(0, -1), { charset: "utf-16" })).code).toBe("file_bad_charset");
});

test("a UTF-8 mark contradicts another declared charset", async () => {
  expect((await refusal("\ufeffa.com\n", { charset: "windows-1251" })).code).toBe("file_bad_charset");
});

test("a page in place of the list refuses the file", async () => {
  const pages = [
    "<!DOCTYPE html>\n<html><head><title>502 Bad Gateway</title></head></html>\n",
    "\ufeff\n\n  <html>\n",
    "<!-- cached -->\n<head>\n",
    "# list\n! list\n<html lang=en>\n",
    "<center><h1>502 Bad Gateway</h1></center>\n",
    '<?xml version="1.0"?><Error><Code>NoSuchKey</Code></Error>',
    "<Error><Code>AccessDenied</Code></Error>",
  ];
  for (const page of pages) expect((await refusal(page)).code).toBe("file_is_html");
});

test("a page in the middle of a list refuses the file and names the line", async () => {
  const { code, message } = await refusal("a.com\nb.com\n<!doctype html>\n<p>gone\n");
  expect(code).toBe("file_is_html");
  expect(message).toContain("line 3");
});

test("an error message in JSON is no list, a list in JSON lines is", async () => {
  expect((await refusal('{"error": "rate limited",\n "status": 429}\n')).code).toBe("file_bad_format");
  expect((await refusal('{"url": "a.com", "status": "x"}\n')).code).toBe("none");
  expect((await refusal('{"message": "a"}\n{"message": "b"}\n')).code).toBe("none");
});

test("archives, documents and binary data are refused with what they are", async () => {
  expect(await refusal(gzipSync("a.com\n"))).toMatchObject({
    code: "file_bad_format",
    message: expect.stringContaining("gzip"),
  });
  expect((await refusal(Buffer.from("PK\u0003\u0004xxxx", "latin1"))).message).toContain(".xlsx");
  expect((await refusal("%PDF-1.7\n")).message).toContain("PDF");
  expect(await refusal("a.com\nb\u0000.com\n")).toMatchObject({
    code: "file_bad_format",
    message: expect.stringContaining("line 2 "),
  });
});

test("an empty file is refused, and so is one of blank lines", async () => {
  for (const source of ["", "\ufeff", "\n\r\n  \n", " "]) expect((await refusal(source)).code).toBe("file_empty");
});

test("a file above its bound is refused", async () => {
  expect((await refusal("a.com\nb.com\n", { maxBytes: 11 })).code).toBe("too_large");
  expect((await refusal("a.com\nb.com\n", { maxBytes: 12 })).code).toBe("none");
});

test("a line above 64 KiB is cut and marked, and the lines around it are read", async () => {
  for (const length of [MAX_LINE_BYTES + 1, BLOCK_BYTES * 2 + 5]) {
    const { lines } = await read(`a.com\n${"é".repeat(Math.ceil(length / 2))}\r\nb.com\n`);
    expect(lines.map((line) => [line.number, line.text.length, line.tooLong])).toEqual([
      [1, 5, false],
      [2, 200, true],
      [3, 5, false],
    ]);
  }
  const { lines } = await read(`a.com\n${"x".repeat(MAX_LINE_BYTES)}\n${"x".repeat(BLOCK_BYTES * 2)}`);
  expect(lines.map((line) => [line.tooLong, line.terminated])).toEqual([
    [false, true],
    [false, true],
    [true, false],
  ]);
});

test("what is read does not depend on how the bytes arrive", async () => {
  const piece = fc.constantFrom(
    "a.com",
    "é",
    "چ",
    "\n",
    "\r",
    "\r\n",
    "😀",
    " ",
    "x".repeat(70_000),
    "y".repeat(65_536),
  );
  const text = fc.array(piece, { minLength: 1, maxLength: 12 }).map((pieces) => `z${pieces.join("")}`);
  await fc.assert(
    fc.asyncProperty(text, fc.integer({ min: 1, max: 7 }), async (text, size) => {
      const whole = await read(text);
      expect(await read(text, {}, size === 1 ? 40_000 : size * 9_973)).toEqual(whole);
      const expected = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
      expect(whole.lines.length).toBe(expected.length);
      for (const [at, line] of whole.lines.entries()) {
        expect(line.tooLong).toBe(Buffer.byteLength(expected[at] ?? "") > MAX_LINE_BYTES);
        if (!line.tooLong) expect(line.text).toBe(expected[at]);
      }
    }),
    { numRuns: 60 },
  );
});

test("one byte at a time is read like one block", async () => {
  const text = "a.com\r\nb.com\rچ.com\n".repeat(50);
  expect(await read(text, {}, 1)).toEqual(await read(text));
});

test("a block that ends between CR and LF makes no line of its own", async () => {
  const first = `${"x".repeat(99)}\n`.repeat(Math.floor(BLOCK_BYTES / 100));
  const last = "y".repeat(BLOCK_BYTES - first.length - 1);
  const { texts } = await read(`${first}${last}\r\nz\r\n`);
  expect(last).not.toBe("");
  expect(texts.slice(-3)).toEqual(["x".repeat(99), last, "z"]);
});

test("a line that is too long ends at a lone CR at the end of a block", async () => {
  const { lines } = await read(`${"x".repeat(BLOCK_BYTES - 1)}\rb.com\n`);
  expect(lines.map((line) => [line.text.length, line.tooLong])).toEqual([
    [200, true],
    [5, false],
  ]);
});

test("no bytes make reading fail in any other way than a refusal of the file", async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.uint8Array({ maxLength: 200 }),
      fc.constantFrom("utf-8", "windows-1251", "utf-16", "utf-16be"),
      async (source, charset) => {
        const { code } = await refusal(source, { charset });
        expect(code).toMatch(/^(?:none|file_\w+)$/);
      },
    ),
    { numRuns: 500 },
  );
});
