export type Language = "ur" | "en";
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

/** The language that stands first; the other one follows. */
export function chooseLanguage(acceptLanguage: string | undefined): Language {
  return mostWanted(acceptLanguage, languageOf) ?? "ur";
}

function languageOf(tag: string): Language | undefined {
  const primary = tag.split("-", 1)[0];
  return primary === "ur" || primary === "en" ? primary : undefined;
}

/** The known member with the highest weight, the first of equals (RFC 9110, 12.4.2). */
function mostWanted<T>(header: string | undefined, known: (name: string) => T | undefined): T | undefined {
  let best: T | undefined;
  let bestWeight = 0;
  for (const member of header?.split(",", MAX_MEMBERS) ?? []) {
    const [name = "", ...parameters] = member.split(";").map((part) => part.trim().toLowerCase());
    const weight = Number(parameters.find((parameter) => parameter.startsWith("q="))?.slice(2) ?? 1);
    const found = weight > bestWeight ? known(name) : undefined;
    if (found === undefined) continue;
    best = found;
    bestWeight = weight;
  }
  return best;
}

/** More than any browser sends; a longer header is not read further. */
const MAX_MEMBERS = 64;
