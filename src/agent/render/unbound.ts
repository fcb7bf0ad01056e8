import type { ListName } from "../../core/list-name.ts";
import type { ListLine } from "../../protocol/list.ts";
import { nameRejection, names } from "./names.ts";
import { Count, type LineRendering, type RenderSource } from "./rendering.ts";
import { type Action, RECORD_TTL_SECONDS } from "./rpz.ts";

export type UnboundOptions = { readonly action: Action };

/**
 * An include file for Unbound. Zones are reduced to the topmost listed domain, because a zone for a name below would take
 * over from it. A `host` entry is a transparent zone with addresses of its own, so that names below it resolve.
 */
export function* unboundLines(source: RenderSource, options: UnboundOptions): LineRendering {
  const count = new Count();
  const reject = (line: ListLine) => nameRejection(line, source.sentinel);
  yield "server:";
  for (const { value, scope } of names(source, count, { reduce: true, reject })) {
    if (scope === "host") {
      yield `local-zone: "${value}." transparent`;
      yield* addresses(value, options.action.kind === "addresses" ? options.action : UNSPECIFIED);
    } else if (options.action.kind === "nxdomain") yield `local-zone: "${value}." always_nxdomain`;
    else {
      yield `local-zone: "${value}." redirect`;
      yield* addresses(value, options.action);
    }
  }
  for (const pass of source.passes) yield `local-zone: "${pass}." always_transparent`;
  yield `local-zone: "${source.sentinel}." static`;
  yield localData(source.sentinel, `TXT ${unboundSentinelText(source)}`);
  return count.tally();
}

export const unboundSentinelText = ({ list, release }: { list: ListName; release: number }): string =>
  `hifazat-${list}-${release}`;

/** Without a block page an exact name can only be answered with addresses that lead nowhere. */
const UNSPECIFIED = { a: "0.0.0.0", aaaa: "::" };

function* addresses(name: string, { a, aaaa }: { a: string | undefined; aaaa: string | undefined }): Generator<string> {
  if (a !== undefined) yield localData(name, `A ${a}`);
  if (aaaa !== undefined) yield localData(name, `AAAA ${aaaa}`);
}

const localData = (name: string, data: string): string => `local-data: "${name}. ${RECORD_TTL_SECONDS} IN ${data}"`;
