import { addressIn } from "../../core/complaint/find-addresses.ts";
import { type Target, targetText } from "../../core/target/target.ts";

/** An address that a PDF seems to name. It is applied by nobody: an officer confirms it, and it is judged like any row. */
export type Suggestion = {
  readonly page: number;
  /** The line of the page, from 1. */
  readonly line: number;
  /** The line as it stood; with the next one when the address may go on there. */
  readonly text: string;
  /** What would go into the order. */
  readonly address: string;
  readonly target: Target;
  /**
   * `whole`: it stands within its line. `cut`: it stands at the end of its line, and may go on in the next one. `joined`:
   * that address together with the beginning of the next line. Nobody but a reader can tell which of the two is meant.
   */
  readonly reading: "whole" | "cut" | "joined";
};

/** More than that is no letter with names in it: such lists come as text or a spreadsheet. */
export const MOST_SUGGESTIONS = 1_000;
/** Characters of a line that are shown. */
const MOST_SHOWN = 500;

/** Where an address begins within a word: Urdu script often comes out of a PDF without the space before it. */
const GLUED = /(?<=[^\x00-\x7f])(?=(?:https?|hxxps?):\/\/|www\.)/giu;
/** Could be the rest of an address that was broken: no space, ASCII, and not a new address. */
const REST = /^(?!(?:https?|hxxps?):\/\/|www\.)[\x21-\x7e]+/i;

/** The addresses in the text of a PDF, in the order of reading, each once with each reading. `pages` are lines of text. */
export function suggestAddresses(pages: readonly (readonly string[])[]): {
  readonly suggestions: readonly Suggestion[];
  /** There were more. */
  readonly more: boolean;
} {
  const found = new Map<string, Suggestion>();
  for (const [page, lines] of pages.entries())
    for (const [index, line] of lines.entries())
      for (const suggestion of inLine(page + 1, index + 1, line, lines[index + 1])) {
        const key = `${suggestion.reading} ${targetText(suggestion.target)}`;
        if (found.has(key)) continue;
        if (found.size === MOST_SUGGESTIONS) return { suggestions: [...found.values()], more: true };
        found.set(key, suggestion);
      }
  return { suggestions: [...found.values()], more: false };
}

function* inLine(page: number, number: number, line: string, next: string | undefined): Generator<Suggestion> {
  const words = line.split(/[\s|]+/u).flatMap((word) => word.split(GLUED));
  const rest = next === undefined ? undefined : REST.exec(next.trimStart())?.[0];
  for (const [at, word] of words.entries()) {
    const address = addressIn(word);
    const place = { page, line: number };
    const isLast = words.slice(at + 1).every((other) => other === "");
    // What ends a sentence ends an address; a hyphen or a slash at the end of a line does not.
    const mayGoOn = isLast && rest !== undefined && !/[.,;:!?)\]}>"'،۔؟]$/u.test(word);
    if (address !== undefined)
      yield {
        ...place,
        text: shown(mayGoOn ? `${line}\n${next}` : line),
        address: address.text,
        target: address.target,
        reading: mayGoOn ? "cut" : "whole",
      };
    if (!isLast || rest === undefined || word === "") continue;
    const joined = mayGoOn || address === undefined ? addressIn(`${word}${rest}`) : undefined;
    const isMore = joined !== undefined && /^(?:https?|hxxps?):|^www\./i.test(joined.text);
    if (joined !== undefined && isMore)
      yield {
        ...place,
        text: shown(`${line}\n${next}`),
        address: joined.text,
        target: joined.target,
        reading: "joined",
      };
  }
}

const shown = (text: string): string => (text.length > MOST_SHOWN ? `${text.slice(0, MOST_SHOWN)}…` : text);
