import type { FileFormat } from "../../core/file-format.ts";
import type { DefaultLaw } from "../../core/ground.ts";
import type { ListName } from "../../core/list-name.ts";
import type { Happened } from "../../core/order/fold.ts";
import type {
  HeldDecision,
  ItemCounts,
  ItemOutcome,
  OrderRecord,
  OrderState,
  OrderTerms,
  Proposal,
  Upload,
} from "../../core/order/order.ts";
import type { Periods } from "../../core/order/period.ts";
import type { Target } from "../../core/target/target.ts";

/** What the order routes need from `src/intake` and `src/review`. What is refused is thrown as HifazatError. */

export type Item = {
  readonly seq: number;
  readonly line: number;
  readonly text: string;
  readonly outcome: ItemOutcome;
  readonly code: string | null;
  readonly notes: string | null;
  readonly target: Target | null;
};

export type Command =
  | { readonly kind: "submit" }
  | { readonly kind: "approve"; readonly approval: { readonly digest: string; readonly reasons: string } }
  | { readonly kind: "approve_emergency"; readonly digest: string; readonly reasons: string }
  | { readonly kind: "confirm_emergency"; readonly digest: string; readonly reasons: string }
  | {
      readonly kind: "decide_held";
      readonly review: {
        readonly digest: string;
        readonly accept: HeldDecision;
        readonly reject: HeldDecision;
        readonly reasons: string;
      };
    }
  | { readonly kind: "reject"; readonly reasons: string }
  | { readonly kind: "propose"; readonly proposal: Proposal }
  | { readonly kind: "confirm"; readonly what: Proposal["kind"]; readonly clearanceSeconds: number }
  | { readonly kind: "drop_proposal"; readonly reasons: string }
  | { readonly kind: "revise"; readonly terms: OrderTerms };

export type ReviewDeps = {
  readonly periods: Periods;
  /** The law of orders that name none. */
  readonly usual: DefaultLaw;
  /** Seconds since the epoch. */
  readonly now: () => number;
  readonly orders: (filter: {
    readonly list: ListName;
    readonly organisation: string | null;
    readonly state: OrderState | null;
    readonly category: string | null;
    readonly before: number | null;
    readonly limit: number;
    /** Part of the number. */
    readonly number?: string | null;
    /** Standing ones whose time is over before then. */
    readonly expiresBefore?: number | null;
    readonly waiting?: "held" | "proposal" | "emergency" | null;
  }) => readonly OrderRecord[];
  /** Throws `order_unknown` for an order of the other list, or of another organisation when one is named. */
  readonly order: (list: ListName, reference: string, organisation: string | null) => OrderRecord;
  readonly events: (order: OrderRecord) => readonly Happened[];
  readonly create: (terms: OrderTerms, organisation: string | null, author: string) => OrderRecord;
  /** `entries`: how many came onto the list, or went. */
  readonly review: (
    order: string,
    command: Command,
    actor: string,
  ) => Promise<{ readonly order: OrderRecord; readonly entries: number }>;
  /** Says in the audit log who looked at the addresses of a sealed order, and why. */
  readonly revealed: (order: OrderRecord, reason: string, actor: string) => void;
};

export type Incoming = {
  readonly body: AsyncIterable<Uint8Array>;
  readonly name: string;
  readonly wrapping: "lines" | "json" | "xlsx";
  readonly declared: {
    readonly format?: FileFormat;
    readonly charset?: string;
    readonly finalNewline?: "required" | "any";
    readonly scope?: "domain" | "host";
    readonly csv?: {
      readonly target?: string | number;
      readonly delisted?: { readonly column: string | number; readonly today: string };
      readonly delimiter?: string;
    };
    readonly jsonl?: { readonly field?: string };
  };
};

export type Verdict = {
  readonly source: { readonly name: string; readonly sha256: string; readonly format: string; readonly bytes: number };
  readonly lines: number;
  readonly ignored: Readonly<Record<string, number>>;
  readonly codes: Readonly<Record<string, number>>;
};

type Listed = { readonly count: number; readonly first: readonly Target[] };

export type ItemsDeps = {
  readonly addItems: (
    order: string,
    incoming: Incoming,
    author: string,
  ) => Promise<
    | { readonly kind: "added"; readonly order: OrderRecord; readonly upload: Upload; readonly verdict: Verdict }
    | { readonly kind: "already"; readonly order: OrderRecord; readonly upload: Upload }
  >;
  readonly importing: (
    order: string,
  ) => readonly { readonly stage: "receiving" | "waiting" | "judging"; readonly items: number }[];
  readonly checkItems: (
    incoming: Incoming,
    request: { readonly order: string | null; readonly outcomes: readonly ItemOutcome[]; readonly rows: number },
  ) => Promise<Verdict & { readonly counts: ItemCounts; readonly rows: readonly Item[] }>;
  /** Every row's verdict, a JSON object a line. */
  readonly checkLines: (incoming: Incoming, order: string | null) => Promise<ReadableStream<Uint8Array>>;
  readonly removeItems: (
    order: string,
    removal:
      | { readonly kind: "upload"; readonly number: number }
      | { readonly kind: "items"; readonly items: readonly number[] },
    author: string,
  ) => Promise<{ readonly order: OrderRecord; readonly removed: number }>;
  readonly items: (
    order: OrderRecord,
    outcomes: readonly ItemOutcome[],
    after: number,
    limit: number,
  ) => { readonly items: readonly Item[]; readonly next: number | null };
  readonly collateral: (
    order: string,
    after: number,
    scan: number,
  ) => Promise<{
    readonly items: readonly {
      readonly item: Item;
      readonly listed: Listed;
      readonly guarded: { readonly count: number; readonly names: readonly string[] };
      readonly narrower: Target;
    }[];
    readonly scanned: number;
    readonly next: number | null;
  }>;
  /** What an item's codes mean, in words. */
  readonly explain: (codes: string) => string;
};

/** A file between sending and saving (intake/desk/checks.ts). */
export type Check = {
  readonly id: string;
  readonly order: string;
  readonly author: string;
  readonly name: string;
  readonly bytes: number;
  readonly lines: number | null;
  readonly state:
    | { readonly kind: "checking" | "saving"; readonly items: number }
    | { readonly kind: "checked"; readonly counts: ItemCounts; readonly verdict: Verdict }
    | { readonly kind: "saved"; readonly already: boolean; readonly upload: Upload; readonly order: OrderRecord }
    | { readonly kind: "failed"; readonly code: string; readonly message: string };
  readonly without: readonly number[];
};

export type ChecksDeps = {
  readonly start: (order: string, incoming: Incoming, author: string) => Promise<Check>;
  /** Throws `not_found` for one that is gone, or for another order's. */
  readonly find: (order: string, id: string) => Check;
  /** `from`: 0, or what a page called `next`. */
  readonly rows: (
    order: string,
    id: string,
    outcome: ItemOutcome,
    from: number,
    limit: number,
  ) => Promise<{ readonly rows: readonly Item[]; readonly next: number | null }>;
  readonly leaveOut: (order: string, id: string, out: readonly number[], back: readonly number[]) => Check;
  readonly save: (order: string, id: string, author: string) => Check;
  readonly drop: (order: string, id: string) => Promise<void>;
};

/** What an order would change on its list, or, when a withdrawal of it is proposed, what that would take away. */
export type Effect = {
  readonly adds: number;
  readonly removes: number;
  /** On the list already through another order, or staying on it: the list's text does not change for these. */
  readonly unchanged: number;
  /** Held items that nobody has decided on: they stay out. */
  readonly undecided: number;
};
export type EffectRow = {
  readonly item: number;
  readonly target: Target;
  readonly change: "add" | "remove" | "unchanged";
};

export type EffectDeps = {
  readonly effect: (
    order: string,
    after: number,
    limit: number,
  ) => Promise<{ readonly total: Effect; readonly rows: readonly EffectRow[]; readonly next: number | null }>;
};

/** An address that a PDF seems to name (intake/pdf/suggest.ts). */
export type Suggestion = {
  readonly page: number;
  readonly line: number;
  readonly text: string;
  readonly address: string;
  readonly target: Target;
  readonly reading: "whole" | "cut" | "joined";
};

export type SuggestionsDeps = {
  readonly suggestions: (body: AsyncIterable<Uint8Array>) => Promise<{
    readonly pages: number;
    /** Pages without text. */
    readonly without: readonly number[];
    readonly suggestions: readonly Suggestion[];
    readonly more: boolean;
  }>;
};

export type OrdersDeps = ReviewDeps & ItemsDeps & EffectDeps & SuggestionsDeps & { readonly checks: ChecksDeps };
