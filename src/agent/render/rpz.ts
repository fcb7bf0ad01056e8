import type { ListName } from "../../core/list-name.ts";
import type { ListLine } from "../../protocol/list.ts";
import { namesAbove } from "../list/allow.ts";
import { nameRejection, names } from "./names.ts";
import { Count, type LineRendering, type Rejection, type RenderSource } from "./rendering.ts";

/** What a blocked name is answered with: that it does not exist, or the addresses of a block page. */
export type Action =
  | { readonly kind: "nxdomain" }
  | { readonly kind: "addresses"; readonly a: string | undefined; readonly aaaa: string | undefined };

export type RpzOptions = {
  /** The zone's name without the final dot. Short: it shortens the names that fit (`rpzRejection`). */
  readonly apex: string;
  readonly action: Action;
};

/** Seconds a resolver's clients may keep a blocked answer: unblocking is never slower than that. */
export const RECORD_TTL_SECONDS = 60;
/** Refresh, retry, expire, minimum, seconds. Expire is weeks: a secondary must not drop the list. */
const SOA_TIMES = "60 10 604800 60";

/**
 * A response policy zone, as all of BIND, Unbound, PowerDNS Recursor and Knot Resolver take it (DNS.md, pitfalls 4 to 9
 * and 14). `serial` grows with every change of the file. The sentinel answers TXT with the release, so that a resolver
 * can be asked which list it has.
 */
export function* rpzLines(source: RenderSource, options: RpzOptions, serial: number): LineRendering {
  const count = new Count();
  const apex = `${options.apex}.`;
  yield `$ORIGIN ${apex}`;
  yield `$TTL ${RECORD_TTL_SECONDS}`;
  yield `${apex} SOA localhost. hostmaster.${apex} ${serial} ${SOA_TIMES}`;
  yield `${apex} NS localhost.`;
  const reject = (line: ListLine) => rpzRejection(line, source.sentinel, options);
  const data = recordData(options.action);
  const passes = new Passes(source.passes);
  for (const { value, scope } of names(source, count, { reduce: true, reject })) {
    yield* blockLines(value, scope, data);
    if (scope === "domain") passes.note(value);
  }
  for (const pass of source.passes) {
    if (pass.length > longestName(options)) count.unpassed++;
    else {
      for (const between of passes.between(pass)) yield* blockLines(between, "domain", data);
      yield* both(pass, ["CNAME rpz-passthru."]);
    }
  }
  yield `${source.sentinel} TXT "${rpzSentinelText(source)}"`;
  return count.tally();
}

export const rpzSentinelText = ({ list, release }: { list: ListName; release: number }): string =>
  `hifazat ${list} ${release}`;

function blockLines(name: string, scope: "domain" | "host", data: readonly string[]): Iterable<string> {
  const records = NO_HOST_NAME.test(name) ? NXDOMAIN : data;
  return scope === "domain" ? both(name, records) : records.map((record) => `${name} ${record}`);
}

function* both(name: string, records: readonly string[]): Generator<string> {
  for (const record of records) yield `${name} ${record}`;
  for (const record of records) yield `*.${name} ${record}`;
}

/**
 * A name that exists in a zone, and every name above it, takes over from a wildcard further up (RFC 4592, closest
 * encloser): with `*.a.pk` and `x.b.a.pk`, BIND and Unbound block neither `b.a.pk` nor `y.b.a.pk`. So listed names below
 * listed ones are left out of the zone, and for a pass the names between it and the listed one are blocked by records.
 */
class Passes {
  readonly #above: ReadonlySet<string>;
  readonly #listed = new Set<string>();
  readonly #blocked = new Set<string>();

  constructor(passes: readonly string[]) {
    this.#above = new Set(passes.flatMap((pass) => [...namesAbove(pass)].slice(1)));
  }

  /** A listed domain that got records. */
  note(value: string): void {
    if (this.#above.has(value)) this.#listed.add(value);
  }

  /** Names that need records because of this pass, each once. */
  *between(pass: string): Generator<string> {
    for (const name of [...namesAbove(pass)].slice(1)) {
      if (this.#listed.has(name)) return;
      if (!this.#blocked.has(name)) yield name;
      this.#blocked.add(name);
    }
  }
}

/** Blocks every type. */
const NXDOMAIN: readonly string[] = ["CNAME ."];
/** Names that may have no addresses: BIND refuses the whole zone over one (check-names), so these get NXDOMAIN always. */
const NO_HOST_NAME = /_|(?:^|\.)-|-(?:\.|$)/;

function recordData(action: Action): readonly string[] {
  if (action.kind === "nxdomain") return NXDOMAIN;
  const { a, aaaa } = action;
  return [...(a === undefined ? [] : [`A ${a}`]), ...(aaaa === undefined ? [] : [`AAAA ${aaaa}`])];
}

/** Owner and apex fit in 253 characters, with the `*.` of a domain; a longer one makes BIND block nothing at all. */
export function rpzRejection(line: ListLine, sentinel: string, options: RpzOptions): Rejection | undefined {
  return nameRejection(line, sentinel, longestName(options) + (line.scope === "host" ? WILDCARD.length : 0));
}

const WILDCARD = "*.";
const longestName = (options: RpzOptions): number => 253 - 1 - options.apex.length - WILDCARD.length;
