/**
 * Where keys stand in a TOML text, because smol-toml tells no positions. It only has to find `key =` and `[table]` lines
 * of a text that smol-toml has accepted; a key inside an inline table is reported at the key that holds the table.
 */
export type Position = { readonly line: number; readonly column: number };

/** `path` as zod gives it: `["output", 1, "format"]`. */
export function positionOf(toml: string, path: readonly PropertyKey[]): Position {
  const places = keyPlaces(toml);
  for (let length = path.length; length > 0; length--) {
    const place = places.get(pathText(path.slice(0, length)));
    if (place !== undefined) return place;
  }
  return { line: 1, column: 1 };
}

const pathText = (path: readonly PropertyKey[]): string => path.map(String).join("\u0000");

const HEADER = /^\s*(\[\[?)\s*([^\]]+?)\s*\]/;
const KEY = /^(\s*)((?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*')(?:\s*\.\s*(?:[A-Za-z0-9_-]+|"[^"]*"|'[^']*'))*)\s*=(.*)$/;

function keyPlaces(toml: string): Map<string, Position> {
  const places = new Map<string, Position>();
  const elements = new Map<string, number>();
  let table: PropertyKey[] = [];
  let open = new OpenValue();
  for (const [at, text] of toml.split("\n").entries()) {
    if (open.isOpen()) {
      open.read(text);
      continue;
    }
    const header = HEADER.exec(text);
    const key = header === null ? KEY.exec(text) : null;
    if (header !== null) {
      table = keyParts(header[2] ?? "");
      if (header[1] === "[[") {
        const number = elements.get(pathText(table)) ?? 0;
        elements.set(pathText(table), number + 1);
        remember(places, table, { line: at + 1, column: text.indexOf("[") + 1 });
        table = [...table, number];
      }
      remember(places, table, { line: at + 1, column: text.indexOf("[") + 1 });
    } else if (key !== null) {
      remember(places, [...table, ...keyParts(key[2] ?? "")], { line: at + 1, column: (key[1] ?? "").length + 1 });
      open = new OpenValue();
      open.read(key[3] ?? "");
    }
  }
  return places;
}

/** Keeps the first place of a path, and of the dotted paths above it. */
function remember(places: Map<string, Position>, path: readonly PropertyKey[], position: Position): void {
  for (let length = path.length; length > 0; length--) {
    const text = pathText(path.slice(0, length));
    if (!places.has(text)) places.set(text, position);
  }
}

const keyParts = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|'([^']*)'|([A-Za-z0-9_-]+)/g)].map((part) => part[1] ?? part[2] ?? part[3] ?? "");

/** Follows a value over its lines: arrays, inline tables and multi-line strings. */
class OpenValue {
  #depth = 0;
  #quotes: '"""' | "'''" | undefined;

  isOpen(): boolean {
    return this.#depth > 0 || this.#quotes !== undefined;
  }

  read(text: string): void {
    for (let at = 0; at < text.length; at++) {
      const rest = text.slice(at, at + 3);
      if (this.#quotes !== undefined) {
        if (this.#quotes === '"""' && text[at] === "\\") at++;
        else if (rest === this.#quotes) {
          this.#quotes = undefined;
          at += 2;
        }
      } else if (rest === '"""' || rest === "'''") {
        this.#quotes = rest;
        at += 2;
      } else if (text[at] === '"' || text[at] === "'") at = endOfString(text, at);
      else if (text[at] === "#") return;
      else if (text[at] === "[" || text[at] === "{") this.#depth++;
      else if (text[at] === "]" || text[at] === "}") this.#depth--;
    }
  }
}

function endOfString(text: string, start: number): number {
  const quote = text[start];
  for (let at = start + 1; at < text.length; at++) {
    if (quote === '"' && text[at] === "\\") at++;
    else if (text[at] === quote) return at;
  }
  return text.length;
}
