import type { ListLine } from "../../protocol/list.ts";
import { nameRejection, names } from "./names.ts";
import { Count, type LineRendering, type Rejection, type RenderSource } from "./rendering.ts";

export type PlainOptions = {
  /** Whether `host` entries stand as bare names. Only for a reader that matches names exactly. */
  readonly hosts: boolean;
};

/**
 * A name a line, which means the name and everything below it. So `host` entries are left out unless asked for: a
 * reader would block more than was ordered.
 */
export function* plainLines(source: RenderSource, options: PlainOptions): LineRendering {
  const count = new Count();
  const reject = (line: ListLine) => plainRejection(line, source.sentinel, options);
  for (const name of names(source, count, { reduce: false, reject })) yield name.value;
  count.unpassed = source.passes.length;
  yield source.sentinel;
  return count.tally();
}

export function plainRejection(line: ListLine, sentinel: string, options: PlainOptions): Rejection | undefined {
  return line.scope === "host" && !options.hosts ? "host_scope" : nameRejection(line, sentinel);
}
