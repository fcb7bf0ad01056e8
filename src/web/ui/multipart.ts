import { HifazatError } from "../../core/errors.ts";

/** One field or file of a form, in the order of the page. The body has to be read before the next part comes. */
export type Part = {
  readonly name: string;
  /** As the sender calls the file; undefined for a field. */
  readonly filename: string | undefined;
  readonly body: AsyncIterable<Uint8Array>;
};

/** Bytes of a part's headers at most. */
const HEADER_BYTES = 8_192;

/**
 * Reads a form with files (RFC 7578) piece by piece, so that a large file is never in memory. Throws `bad_request` for
 * what is no such form, or ends early.
 */
export async function* multipart(body: AsyncIterable<Uint8Array>, contentType: string): AsyncGenerator<Part> {
  const boundary = /^multipart\/form-data\b.*?;\s*boundary=(?:"([^"]{1,70})"|([^\s;"]{1,70}))/i.exec(contentType);
  const text = boundary?.[1] ?? boundary?.[2];
  if (text === undefined) throw malformed();
  const input = cutter(body);
  // The first boundary has no line break before it: one is put there (RFC 2046, 5.1.1).
  const separator = bytesOf(`\r\n--${text}`);
  input.unread(bytesOf("\r\n"));
  for await (const _ of input.until(separator)) {
    // A preamble says nothing.
  }
  for (;;) {
    const end = await input.line(HEADER_BYTES);
    if (end.startsWith("--")) return;
    const { name, filename } = await headers(input);
    const content = input.until(separator);
    yield { name, filename, body: content };
    for await (const _ of content) {
      // What nobody wanted to read.
    }
  }
}

/** The text of a field. Throws `too_large` for more than `limit` bytes. */
export async function partText(part: Part, limit: number): Promise<string> {
  const decoder = new TextDecoder();
  let text = "";
  let bytes = 0;
  for await (const chunk of part.body) {
    bytes += chunk.length;
    if (bytes > limit) throw new HifazatError("too_large", `The field ${part.name} has at most ${limit} bytes.`);
    text += decoder.decode(chunk, { stream: true });
  }
  return text + decoder.decode();
}

async function headers(input: ReturnType<typeof cutter>) {
  let name: string | undefined;
  let filename: string | undefined;
  let left = HEADER_BYTES;
  for (;;) {
    const line = await input.line(left);
    left -= line.length;
    if (line === "") break;
    if (!/^content-disposition:/i.test(line)) continue;
    name = /[;\s]name="((?:[^"\\]|\\.)*)"/i.exec(line)?.[1];
    filename = /[;\s]filename="((?:[^"\\]|\\.)*)"/i.exec(line)?.[1];
  }
  if (name === undefined) throw malformed();
  return { name: decoded(name), filename: filename === undefined ? undefined : decoded(filename) };
}

/** Browsers write these three as percent codes (HTML, "multipart/form-data encoding algorithm"). */
const decoded = (text: string): string =>
  text.replaceAll("%22", '"').replaceAll("%0D", "").replaceAll("%0A", " ").replaceAll("\\\\", "\\");

function cutter(body: AsyncIterable<Uint8Array>) {
  const source = body[Symbol.asyncIterator]();
  let held: Uint8Array = new Uint8Array(0);

  async function more(): Promise<void> {
    const { done, value } = await source.next();
    if (done) throw malformed();
    held = held.length === 0 ? value : joined(held, value);
  }

  return {
    unread(bytes: Uint8Array): void {
      held = joined(bytes, held);
    },
    async line(limit: number): Promise<string> {
      for (let from = 0; ; ) {
        const at = find(held, LINE_END, from);
        if (at !== -1) {
          const text = new TextDecoder().decode(held.subarray(0, at));
          held = held.subarray(at + LINE_END.length);
          return text;
        }
        if (held.length > limit) throw malformed();
        from = Math.max(0, held.length - 1);
        // After the last boundary the line end may be missing.
        if (held.length >= 2 && held[0] === DASH && held[1] === DASH) return "--";
        await more();
      }
    },
    async *until(mark: Uint8Array): AsyncGenerator<Uint8Array> {
      for (;;) {
        const at = find(held, mark, 0);
        if (at !== -1) {
          const found = held.subarray(0, at);
          held = held.subarray(at + mark.length);
          if (found.length > 0) yield found;
          return;
        }
        // The end may hold the beginning of the mark.
        const sure = Math.max(0, held.length - mark.length + 1);
        const given = held.subarray(0, sure);
        held = held.subarray(sure);
        if (given.length > 0) yield given;
        await more();
      }
    },
  };
}

const DASH = 45;
const bytesOf = (text: string): Uint8Array => new TextEncoder().encode(text);
const LINE_END = bytesOf("\r\n");

function find(bytes: Uint8Array, mark: Uint8Array, from: number): number {
  const [first = 0] = mark;
  for (let at = bytes.indexOf(first, from); at !== -1; at = bytes.indexOf(first, at + 1)) {
    if (at + mark.length > bytes.length) return -1;
    let same = 1;
    while (same < mark.length && bytes[at + same] === mark[same]) same += 1;
    if (same === mark.length) return at;
  }
  return -1;
}

function joined(one: Uint8Array, other: Uint8Array): Uint8Array {
  const both = new Uint8Array(one.length + other.length);
  both.set(one);
  both.set(other, one.length);
  return both;
}

const malformed = () => new HifazatError("bad_request", "The body is not a form with a file.");
