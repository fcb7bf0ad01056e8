import type { Language } from "../ui/language.ts";
import { appealUrl, factsOf, WORDS } from "./facts.ts";
import type { Block } from "./page.ts";

/** LEFT-TO-RIGHT ISOLATE and POP DIRECTIONAL ISOLATE: what `<bdi dir="ltr">` is in text. */
const LTR = { ur: ["\u2066", "\u2069"], en: ["", ""] } as const;

/** The page as text, for clients that are no browser. */
export function blockText(block: Block): string {
  const { host, first } = block;
  const name = host === undefined ? "" : ` ${host.unicode === undefined ? "" : `${host.unicode} = `}${host.name}`;
  const languages: readonly Language[] = first === "ur" ? ["ur", "en"] : ["en", "ur"];
  return `451${name}\n\n${languages.map((language) => paragraphs(block, language)).join("\n")}`;
}

function paragraphs({ entry, registry, helplines }: Block, language: Language): string {
  const words = WORDS[language];
  const [open, close] = LTR[language];
  const ltr = (text: string): string => `${open}${text}${close}`;
  const facts = entry === undefined ? [] : factsOf(entry, language);
  return [
    words.title,
    entry === undefined ? words.general : words.blocked,
    ...facts.map(({ label, text, foreign }) => `${label}: ${foreign ? ltr(text) : text}`),
    "",
    words.appeal,
    `${words.appealLink}: ${ltr(appealUrl(registry, entry))}`,
    "",
    `${words.helpTitle}:`,
    ...helplines.map(({ number, name }) => `${ltr(number)} ${name[language]}`),
    "",
  ].join("\n");
}

/** The page as a problem document (RFC 9457), for programs. */
export function blockProblem({ entry, registry, host, helplines }: Block): string {
  const { blocked, general } = WORDS.en;
  return JSON.stringify({
    type: "about:blank",
    title: "Unavailable For Legal Reasons",
    status: 451,
    detail: entry === undefined ? general : blocked,
    code: "legal_block",
    ...(host === undefined ? {} : { host: host.name }),
    ...(entry === undefined ? {} : { entry }),
    appeal: appealUrl(registry, entry),
    helplines: helplines.map(({ number, name }) => ({ number, name: name.en })),
  });
}
