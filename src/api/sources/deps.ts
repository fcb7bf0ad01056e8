import type { ListName } from "../../core/list-name.ts";
import type { SourceInput } from "../../core/source/draft-source.ts";
import type { Source, SourceFetch } from "../../core/source/source.ts";

/** A source as it stands. `waiting`: the fetch whose body waits for a decision. */
export type SeenSource = {
  readonly source: Source;
  /** Newest first. */
  readonly fetches: readonly SourceFetch[];
  readonly waiting: number | null;
};

type Decision = { readonly fetch: number; readonly reasons: string };

/** What the routes about sources need from `src/intake/sources`. What is refused is thrown as HifazatError. */
export type SourcesDeps = {
  readonly sources: (list: ListName, organisation: string | null) => readonly SeenSource[];
  /** Throws `not_found` for one of the other list, or of another organisation when one is named. */
  readonly source: (list: ListName, name: string, organisation: string | null, fetches: number) => SeenSource;
  readonly addSource: (input: SourceInput, organisation: string | null, by: string) => Source;
  readonly changeSource: (input: SourceInput, by: string) => Source;
  readonly enableSource: (name: string, enabled: boolean, by: string) => Source;
  readonly fetchSoon: (name: string, by: string) => Source;
  readonly lookAtWaiting: (
    source: Source,
    reason: string | null,
    by: string,
  ) => Promise<{ readonly waiting: SourceFetch; readonly text: string; readonly whole: boolean }>;
  readonly releaseWaiting: (
    source: Source,
    decision: Decision,
    by: string,
  ) => Promise<{ readonly order: string | null; readonly added: number; readonly removed: number }>;
  readonly discardWaiting: (source: Source, decision: Decision, by: string) => void;
};
