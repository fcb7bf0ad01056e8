import type { Line } from "./line.ts";
import { ignored, type ReceivedItem, refused } from "./received-item.ts";

/** Reads a file of one format. Every line comes out as at least one item with its number; nothing is dropped. */
export type FormatReader = {
  /** Takes the next lines in order. Synchronous: a million lines pass through here. */
  read(lines: readonly Line[]): ReceivedItem[];
  /** After the last line: what still waited for its end (a quoted CSV cell that nothing closed). */
  end(): ReceivedItem[];
};

/** What a declared source may say about its names, whatever the format. */
export type NameOptions = {
  /** `host`: the source lists exact names, nothing below them. Default `domain` (DESIGN 3). */
  readonly scope?: "domain" | "host";
  /** Addresses or names of the source's own block page, which mean "blocked" besides 0.0.0.0, :: and loopback. */
  readonly sinks?: readonly string[];
};

/** A format in which a line stands for itself: `one` is given trimmed text that is neither blank nor too long. */
export function lineByLine(one: (text: string, line: Line, items: ReceivedItem[]) => void): FormatReader {
  return {
    read(lines) {
      const items: ReceivedItem[] = [];
      for (const line of lines) {
        const text = line.text.trim();
        if (line.tooLong) items.push(refused(line, "url_too_long"));
        else if (text === "") items.push(ignored(line, "blank"));
        else one(text, line, items);
      }
      return items;
    },
    end: () => [],
  };
}

/** Cuts a remark that stands after white space, so that the fragment of a URL stays. */
export function withoutRemark(text: string, mark: "#" | ";"): string {
  for (let at = text.indexOf(mark); at >= 0; at = text.indexOf(mark, at + 1)) {
    const before = text.charCodeAt(at - 1);
    if (at === 0 || before === 32 || before === 9) return text.slice(0, at).trimEnd();
  }
  return text;
}
