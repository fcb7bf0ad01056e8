import type { LineRendering, Rendering } from "./rendering.ts";

/** Characters collected before they go to the writer: few system calls, little memory. */
const CHUNK_CHARACTERS = 65_536;

/** Text files are LF-ended lines and nothing else: no byte order mark, no CR, a line feed at the end. */
export function* chunked(lines: LineRendering): Rendering {
  let chunk = "";
  let count = 0;
  let last = "";
  for (;;) {
    const next = lines.next();
    if (next.done) {
      if (chunk !== "") yield chunk;
      return { tally: next.value, lines: count, tail: Buffer.from(count === 0 ? "" : `${last}\n`) };
    }
    last = next.value;
    chunk += `${last}\n`;
    count++;
    if (chunk.length >= CHUNK_CHARACTERS) {
      yield chunk;
      chunk = "";
    }
  }
}
