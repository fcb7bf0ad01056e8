/** Text that is made a page at a time, while it is being sent. */
export function pagedText<T>(
  first: T,
  page: (from: T) => Promise<{ readonly text: string; readonly next: T | null }>,
): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  let from: T | null = first;
  return new ReadableStream({
    async pull(controller) {
      if (from === null) return controller.close();
      const { text, next } = await page(from);
      from = next;
      controller.enqueue(encoder.encode(text));
    },
  });
}

/** A file to save. `name` is ours, never a sender's. */
export function csvAnswer(body: ReadableStream<Uint8Array>, name: string): Response {
  return new Response(body, {
    headers: {
      "content-type": "text/csv; charset=utf-8",
      "content-disposition": `attachment; filename="${name}"`,
      "cache-control": "no-store",
      "x-content-type-options": "nosniff",
    },
  });
}
