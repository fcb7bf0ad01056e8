import type { Target } from "../../core/target/target.ts";
import type { Change } from "../../protocol/delta.ts";
import { newSpan, scanLine } from "../../protocol/line-bytes.ts";
import { type ListLine, parseLine } from "../../protocol/list.ts";
import { hostOf, namesAbove } from "./allow.ts";
import { lineStart, placeOf } from "./find.ts";

/** Two lists cut down to what a few changes between them can mean to a file that is made from them. */
export type Excerpts = { readonly before: readonly ListLine[]; readonly after: readonly ListLine[] };

/** Lines looked at before it is as well to look at all of them. */
const MOST_LINES = 100_000;

/**
 * The changed lines of both lists, everything below changed names, the listed names above each line, and before each
 * stretch one line that both files have (`carries` says of a line below these names whether it is in the file): what a
 * file says about the rest is the same before and after. In list order. Undefined when that would be too much.
 */
export function excerpts(
  held: Uint8Array,
  next: Uint8Array,
  changes: readonly Change[],
  carries: (above: readonly ListLine[], line: ListLine) => boolean,
): Excerpts | undefined {
  const after = new Excerpt(next);
  const before = new Excerpt(held);
  let end = 0;
  const anchorBefore = (start: number): void => {
    const anchor = after.anchor(start, end, carries);
    if (anchor === undefined) return;
    before.add(placeOf(held, anchor).start);
    before.addAbove(anchor);
  };
  for (const change of changes) {
    const target = targetOf(change);
    const start = placeOf(next, target).start;
    anchorBefore(start);
    end = Math.max(end, after.addBelow(target, start));
    before.addBelow(target, placeOf(held, target).start);
    if (after.looked + before.looked > MOST_LINES) return undefined;
  }
  // What a file has after its names changes too: it says the release.
  anchorBefore(next.length);
  return { before: before.lines(), after: after.lines() };
}

const targetOf = (change: Change): Target => (change.kind === "put" ? change.line : change);

class Excerpt {
  looked = 0;
  readonly #list: Uint8Array;
  readonly #starts = new Set<number>();
  readonly #span = newSpan();

  constructor(list: Uint8Array) {
    this.#list = list;
  }

  add(start: number): void {
    this.#starts.add(start);
  }

  lines(): ListLine[] {
    return [...this.#starts].sort((a, b) => a - b).map((start) => this.#lineAt(start));
  }

  /** The listed domains at and above the line, but not the line itself. */
  addAbove(target: Target): void {
    for (const start of this.#above(target)) this.add(start);
  }

  /** The line at `start`, if it is the target's, and all below a domain. Returns where that ends. */
  addBelow(target: Target, start: number): number {
    this.addAbove(target);
    let at = start;
    while (at < this.#list.length) {
      const line = this.#lineAt(at);
      if (!isWithin(line, target)) break;
      this.add(at);
      this.looked++;
      at = this.#span.end + 1;
    }
    return at;
  }

  /** The nearest line before `from` that is in the file, with what is above it; none down to `upto`. */
  anchor(
    from: number,
    upto: number,
    carries: (above: readonly ListLine[], line: ListLine) => boolean,
  ): ListLine | undefined {
    for (let at = from; at > upto && this.looked <= MOST_LINES; ) {
      at = lineStart(this.#list, upto, at - 1);
      const line = this.#lineAt(at);
      this.looked++;
      const above = this.#above(line);
      if (
        !carries(
          above.map((start) => this.#lineAt(start)),
          line,
        )
      )
        continue;
      this.add(at);
      for (const start of above) this.add(start);
      return line;
    }
    return undefined;
  }

  /** Ascending, so the topmost first. */
  #above(target: Target): number[] {
    const starts: number[] = [];
    for (const value of namesAbove(hostOf(target.value))) {
      if (value === target.value && target.scope === "domain") continue;
      const { start, present } = placeOf(this.#list, { scope: "domain", value });
      if (present) starts.push(start);
    }
    return starts.reverse();
  }

  #lineAt(start: number): ListLine {
    if (!scanLine(this.#list, start, this.#span)) throw new Error("the list was read before, and is malformed");
    const text = Buffer.from(this.#list.buffer, this.#list.byteOffset, this.#list.byteLength);
    const line = parseLine(text.toString("latin1", start, this.#span.end + 1));
    if (line === undefined) throw new Error("the list was read before, and is malformed");
    return line;
  }
}

function isWithin(line: ListLine, { scope, value }: Target): boolean {
  if (scope !== "domain") return line.scope === scope && line.value === value;
  const host = hostOf(line.value);
  return host === value || host.endsWith(`.${value}`);
}
