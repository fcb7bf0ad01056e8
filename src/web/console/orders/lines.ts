/** Pasted lines all end: the last one is not cut off, it was only not followed by a line break. */
export async function* lines(text: string): AsyncGenerator<Uint8Array> {
  yield new TextEncoder().encode(`${text}\n`);
}
