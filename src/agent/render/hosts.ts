import type { ListLine } from "../../protocol/list.ts";
import { nameRejection, names } from "./names.ts";
import { Count, type LineRendering, type RenderSource } from "./rendering.ts";

export type HostsOptions = { readonly a: string; readonly aaaa: string | undefined };

/** A hosts file. It blocks exact names only, so every `domain` entry is narrowed, which the file's first line and the tally say. */
export function* hostsLines(source: RenderSource, options: HostsOptions): LineRendering {
  const count = new Count();
  const reject = (line: ListLine) => nameRejection(line, source.sentinel);
  yield `# Hifazat ${source.list}, release ${source.release}. A hosts file cannot block subdomains: this block is incomplete.`;
  for (const { value, scope } of names(source, count, { reduce: false, reject })) {
    if (scope === "domain") count.narrowed++;
    yield `${options.a} ${value}`;
    if (options.aaaa !== undefined) yield `${options.aaaa} ${value}`;
  }
  yield `${options.a} ${source.sentinel}`;
  return count.tally();
}
