import { HifazatError } from "../../core/errors.ts";
import type { ListLine } from "../../protocol/list.ts";
import type { Count, Rejection, RenderSource } from "./rendering.ts";

/** DNS, RFC 1035 2.3.4: 63 octets a label and 255 a name, which is 253 characters of text. */
const NAME = /^(?:[a-z0-9_-]{1,63}\.)+[a-z0-9_-]{1,63}$/;
const MAX_NAME_LENGTH = 253;
/** `….rpz-ip` and its like are triggers, not names, in every response policy zone; a number at the end means an address. */
const NOT_A_NAME_END = /\.(?:rpz-[a-z0-9-]*|[0-9]+|0x[0-9a-f]*)$/;

/**
 * Why `value` cannot stand as a name in any file. The publisher's canonicaliser makes none of these; it is checked again
 * because one bad line can switch a resolver's whole list off (DNS.md, pitfall 5).
 */
function nameFault(value: string): Rejection | undefined {
  if (value.length > MAX_NAME_LENGTH) return "too_long";
  return NAME.test(value) && !NOT_A_NAME_END.test(value) ? undefined : "not_a_name";
}

/** Why a line cannot stand in a file of names. `longest` is for formats that add something to the name. */
export function nameRejection(
  line: ListLine,
  sentinel: string,
  longest: number = MAX_NAME_LENGTH,
): Rejection | undefined {
  if (line.scope === "url") return "url_scope";
  // Two different records at the sentinel's name would be refused by some programs, and make it say nothing in others.
  if (line.value === sentinel) return "sentinel_name";
  return nameFault(line.value) ?? (line.value.length > longest ? "too_long" : undefined);
}

export type Name = { readonly value: string; readonly scope: "domain" | "host" };

/**
 * The lines that become records: names only, each value once, those that cannot stand counted out. A `host` entry whose
 * value is listed as `domain` too is covered. `reduce` leaves out everything below a listed domain as well: list order
 * puts children right behind their parent, so one name is remembered.
 */
export function* names(
  source: RenderSource,
  count: Count,
  rules: { reduce: boolean; reject: (line: ListLine) => Rejection | undefined },
): Generator<Name> {
  let top = "";
  for (const line of source.lines()) {
    const rejection = rules.reject(line);
    if (rejection !== undefined) {
      count.reject(rejection);
      continue;
    }
    if (line.value === top || (rules.reduce && top !== "" && line.value.endsWith(`.${top}`))) {
      count.covered++;
      continue;
    }
    if (line.scope === "domain") top = line.value;
    // Squid would end itself, a wildcard would answer in the sentinel's place, or the sentinel would shadow a wildcard.
    if (line.scope === "domain" && source.sentinel.endsWith(`.${line.value}`))
      throw new HifazatError(
        "config_invalid",
        `The sentinel ${source.sentinel} is below a listed name: choose another.`,
      );
    count.carried++;
    yield line as Name;
  }
}
