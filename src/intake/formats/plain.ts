import { type FormatReader, lineByLine, type NameOptions, withoutRemark } from "./reader.ts";
import { candidate, ignored } from "./received-item.ts";
import { scopedName } from "./scoped-name.ts";

const COMMENT = /^(?:[#;!]|\/\/(?:\s|$))/;

/** One address a line, with `#`, `;`, `!` or `// ` comments. The canonicaliser understands whatever else people paste. */
export function openPlain(options: NameOptions = {}): FormatReader {
  return lineByLine((text, line, items) => {
    if (COMMENT.test(text)) items.push(ignored(line, "comment"));
    else items.push(candidate(line, scopedName(withoutRemark(text, "#"), options.scope)));
  });
}
