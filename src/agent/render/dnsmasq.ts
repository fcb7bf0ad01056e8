import type { ListLine } from "../../protocol/list.ts";
import { nameRejection, names } from "./names.ts";
import { Count, type LineRendering, type Rejection, type RenderSource } from "./rendering.ts";

/**
 * For dnsmasq's `servers-file=`, which it reads anew on SIGHUP. `server=/name/` answers NXDOMAIN for the name and all
 * below; there is no form for a name alone, so `host` entries are left out.
 */
export function* dnsmasqLines(source: RenderSource): LineRendering {
  const count = new Count();
  const reject = (line: ListLine) => suffixRejection(line, source.sentinel);
  for (const { value } of names(source, count, { reduce: false, reject })) yield `server=/${value}/`;
  // `#` means the resolver's usual servers.
  for (const pass of source.passes) yield `server=/${pass}/#`;
  yield `server=/${source.sentinel}/`;
  return count.tally();
}

/** For formats whose only meaning is the name and all below. */
export function suffixRejection(line: ListLine, sentinel: string): Rejection | undefined {
  return line.scope === "host" ? "host_scope" : nameRejection(line, sentinel);
}
