import { mostWanted } from "../ui/most-wanted.ts";

export type Format = "html" | "text" | "problem";

const FORMATS: Readonly<Record<string, Format>> = {
  "text/html": "html",
  "application/xhtml+xml": "html",
  "text/*": "html",
  "text/plain": "text",
  "application/problem+json": "problem",
  "application/json": "problem",
};

/** Every browser asks for HTML by name when it opens a page; who takes anything (curl, an image tag) reads text. */
export function chooseFormat(accept: string | undefined): Format {
  return mostWanted(accept, (type) => FORMATS[type]) ?? "text";
}
