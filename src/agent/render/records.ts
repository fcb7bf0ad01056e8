import type { ListLine } from "../../protocol/list.ts";
import { Count, type LineRendering, type Rejection, type RenderSource } from "./rendering.ts";

/** Every entry of every scope, for programs of the operator's own. The sentinel is a `host` entry of this category. */
const SENTINEL_CATEGORY = "sentinel";

export function csvLines(source: RenderSource): LineRendering {
  return records(source, "value,scope,category", ({ value, scope, category }) =>
    [value, scope, category].map(csvField).join(","),
  );
}

export function jsonLines(source: RenderSource): LineRendering {
  return records(source, undefined, ({ value, scope, category }) => JSON.stringify({ value, scope, category }));
}

function* records(source: RenderSource, header: string | undefined, format: (line: ListLine) => string): LineRendering {
  const count = new Count();
  if (header !== undefined) yield header;
  for (const line of source.lines()) {
    const rejection = recordRejection(line, source.sentinel);
    if (rejection !== undefined) {
      count.reject(rejection);
      continue;
    }
    count.carried++;
    yield format(line);
  }
  count.unpassed = source.passes.length;
  yield format({ value: source.sentinel, scope: "host", category: SENTINEL_CATEGORY });
  return count.tally();
}

/** A canonical value is printable ASCII without spaces; anything else could end a record early. */
export function recordRejection(line: ListLine, sentinel: string): Rejection | undefined {
  if (line.value === sentinel) return "sentinel_name";
  return /^[\x21-\x7e]+$/.test(line.value) ? undefined : "not_a_name";
}

/** RFC 4180 with LF. A field that a spreadsheet would run as a formula gets an apostrophe; no canonical value is one but `-x.y`. */
function csvField(field: string): string {
  const safe = /^[=+\-@]/.test(field) ? `'${field}` : field;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
