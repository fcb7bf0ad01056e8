import type { ListLine } from "../../protocol/list.ts";
import { nameRejection, names } from "./names.ts";
import { Count, type LineRendering, type RenderSource } from "./rendering.ts";

/**
 * To be included in nginx's `map $host $blocked { hostnames; default 0; include FILE; }`: `.name` is the name and all
 * below, `name` that name only, and the longest match decides. Reduced, because `a.b` beside `.a.b` is an error.
 */
export function* nginxLines(source: RenderSource): LineRendering {
  const count = new Count();
  const reject = (line: ListLine) => nameRejection(line, source.sentinel);
  for (const { value, scope } of names(source, count, { reduce: true, reject }))
    yield scope === "domain" ? `.${value} 1;` : `${value} 1;`;
  for (const pass of source.passes) yield `.${pass} 0;`;
  yield `${source.sentinel} 1;`;
  return count.tally();
}
