import { type FormatReader, lineByLine, type NameOptions } from "./reader.ts";
import { candidate, ignored, refused } from "./received-item.ts";
import { scopedName } from "./scoped-name.ts";

/** Tried in this order when the source declares no field. */
const TARGET_FIELDS = ["url", "target", "domain", "host", "hostname", "value", "name"];

export type JsonlOptions = NameOptions & { readonly field?: string };

/**
 * One JSON value a line: a string, or an object with the address in a field. The lines of an indented array of such
 * values are accepted too, and so is an array on one line.
 */
export function openJsonl(options: JsonlOptions = {}): FormatReader {
  const fields = options.field === undefined ? TARGET_FIELDS : [options.field];
  return lineByLine((text, line, items) => {
    if (text === "[" || text === "]" || text === "[]") {
      items.push(ignored(line, "header"));
      return;
    }
    const parsed = parseJson(text.endsWith(",") ? text.slice(0, -1) : text);
    if (parsed === undefined) {
      items.push(refused(line, "json_malformed"));
      return;
    }
    for (const value of Array.isArray(parsed.value) && parsed.value.length > 0 ? parsed.value : [parsed.value]) {
      const target = targetOf(value, fields);
      if (target === undefined) items.push(refused(line, "json_no_target"));
      else items.push(candidate(line, scopedName(target, options.scope)));
    }
  });
}

function parseJson(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

function targetOf(value: unknown, fields: readonly string[]): string | undefined {
  if (typeof value === "string") return value.trim() === "" ? undefined : value;
  if (typeof value !== "object" || value === null) return undefined;
  for (const field of fields) {
    const found = (value as Record<string, unknown>)[field];
    if (typeof found === "string" && found.trim() !== "") return found;
  }
  return undefined;
}
