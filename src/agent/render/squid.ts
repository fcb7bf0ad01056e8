import type { ListLine } from "../../protocol/list.ts";
import { nameRejection, names } from "./names.ts";
import { Count, type LineRendering, type RenderSource } from "./rendering.ts";

/**
 * For Squid's `acl … dstdomain "file"`: `.name` is the name and all below, `name` that name only. Squid ends itself when a
 * name stands beside one above it, so the list is reduced to its minimal suffixes.
 */
export function* squidLines(source: RenderSource): LineRendering {
  const count = new Count();
  const reject = (line: ListLine) => nameRejection(line, source.sentinel);
  for (const { value, scope } of names(source, count, { reduce: true, reject }))
    yield scope === "domain" ? `.${value}` : value;
  // A dstdomain list has no exceptions; Squid needs an allow rule of its own before the deny rule.
  count.unpassed = source.passes.length;
  yield source.sentinel;
  return count.tally();
}
