import { Worker } from "node:worker_threads";
import { type ErrorCode, HifazatError } from "../../core/errors.ts";
import type { Suggestion } from "./suggest.ts";

export type PdfSuggestions = {
  readonly pages: number;
  /** Pages without a letter of text, such as scanned ones: nobody has looked for addresses there. */
  readonly without: readonly number[];
  readonly suggestions: readonly Suggestion[];
  readonly more: boolean;
};
export type PdfAnswer =
  | ({ readonly kind: "read" } & PdfSuggestions)
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly message: string };

/** Bytes of a PDF: an order with its annexes as text stays well below. */
export const MOST_PDF_BYTES = 16 * 1024 * 1024;
/** Seconds until a PDF that is still not read is given up, and megabytes that reading it may take. */
const MOST_SECONDS = 30;
const MOST_MEGABYTES = 512;

/** At most so many PDFs are read at once; others are asked to come again. */
const AT_ONCE = 2;
let reading = 0;

/**
 * Addresses that a PDF seems to name. It is read on a thread of its own that is ended when it takes too long or too much:
 * a PDF can be made to do either. Throws `too_large`, `file_empty`, `file_bad_format`, `file_encrypted`, `unavailable`.
 */
export async function suggestionsOf(
  body: AsyncIterable<Uint8Array>,
  seconds: number = MOST_SECONDS,
): Promise<PdfSuggestions> {
  const bytes = await received(body);
  if (!looksLikePdf(bytes)) throw new HifazatError("file_bad_format", "This is no PDF, or it is damaged.");
  if (reading >= AT_ONCE) throw new HifazatError("unavailable", "Other PDFs are being read: try again in a minute.");
  reading += 1;
  const worker = new Worker(new URL("./worker.ts", import.meta.url), {
    workerData: bytes,
    transferList: [bytes.buffer],
    resourceLimits: { maxOldGenerationSizeMb: MOST_MEGABYTES },
  });
  let limit: NodeJS.Timeout | undefined;
  try {
    const answer = await new Promise<PdfAnswer>((resolve, reject) => {
      worker.once("message", resolve);
      worker.once("error", (error: NodeJS.ErrnoException) => {
        const isMemory = error.code === "ERR_WORKER_OUT_OF_MEMORY";
        reject(isMemory ? new HifazatError("too_large", "The PDF takes too much memory to read.") : error);
      });
      limit = setTimeout(() => {
        reject(new HifazatError("too_large", `The PDF takes longer than ${seconds} seconds to read.`));
      }, seconds * 1_000);
    });
    if (answer.kind === "refused") throw new HifazatError(answer.code, answer.message);
    const { pages, without, suggestions, more } = answer;
    return { pages, without, suggestions, more };
  } finally {
    clearTimeout(limit);
    reading -= 1;
    await worker.terminate();
  }
}

/** Within its first 1,024 bytes, as readers of PDF take it: a thread is not started for anything else. */
function looksLikePdf(bytes: Uint8Array): boolean {
  return Buffer.from(bytes.buffer, 0, Math.min(bytes.length, 1_024)).includes("%PDF-");
}

async function received(body: AsyncIterable<Uint8Array>): Promise<Uint8Array<ArrayBuffer>> {
  const parts: Uint8Array[] = [];
  let size = 0;
  for await (const part of body) {
    size += part.length;
    if (size > MOST_PDF_BYTES) throw new HifazatError("too_large", `A PDF can have ${MOST_PDF_BYTES} bytes.`);
    parts.push(part);
  }
  if (size === 0) throw new HifazatError("file_empty", "The file is empty.");
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
