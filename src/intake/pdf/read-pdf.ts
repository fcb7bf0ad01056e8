import { getDocumentProxy } from "unpdf";
import { HifazatError } from "../../core/errors.ts";

/** Pages of a PDF that are read. */
export const MOST_PAGES = 300;
/** Characters of one page: more is no letter, and a page made to be slow. */
const MOST_PAGE_CHARACTERS = 200_000;

/** The lines of text of every page, as the PDF puts them. Throws `file_bad_format`, `file_encrypted`, `too_large`. */
export async function readPdf(bytes: Uint8Array): Promise<string[][]> {
  // pdf.js takes the bytes away from whoever gives them.
  const document = await getDocumentProxy(bytes, { verbosity: 0 }).catch(refuse);
  try {
    if (document.numPages > MOST_PAGES)
      throw new HifazatError("too_large", `A PDF can have ${MOST_PAGES} pages: this one has ${document.numPages}.`);
    const pages: string[][] = [];
    for (let number = 1; number <= document.numPages; number++) {
      const page = await document.getPage(number).catch(refuse);
      const { items } = await page.getTextContent().catch(refuse);
      pages.push(linesOf(items));
      page.cleanup();
    }
    return pages;
  } finally {
    await document.loadingTask.destroy();
  }
}

type Piece = { readonly str: string; readonly hasEOL: boolean } | { readonly type: string };

function linesOf(pieces: readonly Piece[]): string[] {
  let text = "";
  for (const piece of pieces) {
    if (!("str" in piece)) continue;
    text += piece.hasEOL ? `${piece.str}\n` : piece.str;
    if (text.length > MOST_PAGE_CHARACTERS)
      throw new HifazatError("too_large", `A page of a PDF can have ${MOST_PAGE_CHARACTERS} characters.`);
  }
  return text.split("\n");
}

function refuse(cause: unknown): never {
  if (cause instanceof Error && cause.name === "PasswordException")
    throw new HifazatError("file_encrypted", "The PDF is locked with a password: save it without one.", { cause });
  throw new HifazatError("file_bad_format", "This is no PDF, or it is damaged.", { cause });
}
