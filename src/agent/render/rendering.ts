import type { ListName } from "../../core/list-name.ts";
import type { ListLine } from "../../protocol/list.ts";

/** What every format is made from. Rendering is pure: the same source and options give the same bytes. */
export type RenderSource = {
  readonly list: ListName;
  readonly release: number;
  /** In list order, no target twice. A format that needs two passes asks twice. */
  readonly lines: () => Iterable<ListLine>;
  /** Names that must stay reachable although a name above them is listed. */
  readonly passes: readonly string[];
  /** The name of the last record, by which a resolver can be asked whether it has the whole file. */
  readonly sentinel: string;
};

/** Why an entry is not in a file. Stable: these stand in receipts. */
export const REJECTIONS = ["url_scope", "host_scope", "too_long", "not_a_name", "sentinel_name"] as const;
export type Rejection = (typeof REJECTIONS)[number];

/** What became of the list's entries in one file: `carried + covered + rejected` is their number. */
export type Tally = {
  /** Entries with records of their own. */
  readonly carried: number;
  /** Entries without, because a carried one above them blocks them too. */
  readonly covered: number;
  /** Carried, but with less than their scope: a hosts file cannot block subdomains. */
  readonly narrowed: number;
  readonly rejected: Readonly<Partial<Record<Rejection, number>>>;
  /** Allowed names that this format cannot let pass: they stay blocked. */
  readonly unpassed: number;
};

/** A finished file as its renderer meant it; the writer holds the file on disk against this. */
export type Rendered = { readonly tally: Tally; readonly lines: number | undefined; readonly tail: Uint8Array };

/** Chunks of the file in order, then what they should add up to. */
export type Rendering = Generator<string | Uint8Array, Rendered>;

/** Lines without their line feed, the last of which is the sentinel's. */
export type LineRendering = Generator<string, Tally>;

/** Counts while a format is rendered. */
export class Count {
  carried = 0;
  covered = 0;
  narrowed = 0;
  unpassed = 0;
  readonly #rejected = new Map<Rejection, number>();

  reject(reason: Rejection): void {
    this.#rejected.set(reason, (this.#rejected.get(reason) ?? 0) + 1);
  }

  tally(): Tally {
    return {
      carried: this.carried,
      covered: this.covered,
      narrowed: this.narrowed,
      rejected: Object.fromEntries(this.#rejected),
      unpassed: this.unpassed,
    };
  }
}
