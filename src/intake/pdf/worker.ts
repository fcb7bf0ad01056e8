import { parentPort, workerData } from "node:worker_threads";
import { HifazatError } from "../../core/errors.ts";
import { readPdf } from "./read-pdf.ts";
import { suggestAddresses } from "./suggest.ts";
import type { PdfAnswer } from "./suggestions-of.ts";

// The other side of suggestions-of.ts.
const answer = (message: PdfAnswer): void => parentPort?.postMessage(message);
try {
  const pages = await readPdf(workerData as Uint8Array);
  const without = pages.flatMap((lines, index) => (lines.every((line) => line.trim() === "") ? [index + 1] : []));
  answer({ kind: "read", pages: pages.length, without, ...suggestAddresses(pages) });
} catch (error) {
  if (!(error instanceof HifazatError)) throw error;
  answer({ kind: "refused", code: error.code, message: error.message });
}
