import type { Context } from "hono";
import type { HifazatError } from "../core/errors.ts";
import type { RefusalCode } from "../core/target/refusal.ts";
import type { Scope } from "../core/target/target.ts";

/** What the API needs from the rest, as it is used here. The composition root (server.ts, the edge) provides it. */

/** One looked-up text: its JSON as it is answered, and what to count. */
export type LookupAnswer =
  | { readonly kind: "blocked" | "clear"; readonly json: string }
  | { readonly kind: "refused"; readonly json: string; readonly code: RefusalCode };

/** The public record of an entry: what a verdict says of it, and the order it stands on. */
export type PublicEntry = {
  readonly id: string;
  readonly scope: Scope;
  readonly value: string;
  readonly category: string;
  readonly ground: string;
  readonly order: string;
  readonly since: string;
  readonly reviewAt: string;
  readonly expiresAt: string;
  readonly appeal: string;
  readonly authority: string;
  readonly law: string;
  readonly provision: string;
  readonly list: "general";
  readonly release: number;
};

/** What a manifest says of its release. */
export type ReleaseOutline = {
  readonly release: number;
  readonly previous: number;
  readonly published: string;
  readonly list: "general";
  readonly entries: number;
  /** Entries by category slug. */
  readonly categories: Readonly<Record<string, number>>;
  /** Of the uncompressed list text. */
  readonly identity: { readonly sha256: string; readonly bytes: number };
  /** The manifest's name among the TUF targets, with its hash. */
  readonly manifestPath: string;
  readonly nextPollSeconds: number;
};

export type ReleaseSummary = ReleaseOutline & {
  /** Orders with at least one entry in force. */
  readonly orders: number;
  /** Entries by legal ground; undefined for a release whose index does not say so. */
  readonly grounds: Readonly<Record<string, number>> | undefined;
};

/**
 * Answers from one release. A request takes it once, so that no answer mixes two releases. Where all of the list is in
 * memory they come at once; where it is not (Workers, a long list) some have to be waited for.
 */
export type Answers = {
  readonly release: number;
  readonly lookup: (query: string) => LookupAnswer | Promise<LookupAnswer>;
  /** Gets ready what the answers to many queries need; absent where nothing has to be. */
  readonly prepare?: (queries: readonly string[]) => Promise<void>;
  /** Sorted 59-digit suffixes for 5 hexadecimal digits in lower case, padded. */
  readonly bucket: (prefix: string) => Promise<readonly string[]>;
  /** By public id; undefined when no entry in force has it. */
  readonly entry: (id: string) => PublicEntry | undefined | Promise<PublicEntry | undefined>;
  readonly summary: ReleaseSummary;
};

/** How old what is answered is, in whole seconds: since publication, since its source was last checked, until its signatures end. */
export type Freshness = { readonly age: number; readonly checked: number; readonly valid: number };

/** The published files, read only. Paths are relative to the repository (`metadata/…`, `targets/…`) and already checked. */
export type RepositoryFiles = {
  /** A small file, whole; undefined when there is none. */
  readonly whole: (path: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Bytes of a file; undefined when there is none. */
  readonly size: (path: string) => Promise<number | undefined>;
  /** Bytes `start` to `end`, both included. */
  readonly stream: (path: string, start: number, end: number) => ReadableStream<Uint8Array>;
};

/** Counters and the log, as cheap as an addition. Nothing that a caller asked for may go in here. */
export type Observer = {
  readonly request: (route: string, status: number) => void;
  readonly lookups: (blocked: number, clear: number, refused: number) => void;
  /** `route` is the route's pattern, never the URL. */
  readonly failed: (route: string, error: unknown) => void;
};

export type PublicDeps = {
  /** Undefined until the first release is loaded. */
  readonly answers: () => Answers | undefined;
  /** The newest release whose files are here. It may be newer than the one that answers are given from, while that is read. */
  readonly published: () => ReleaseOutline | undefined;
  /** Of the newest published release, at this moment; undefined when there is none. */
  readonly freshness: () => Freshness | undefined;
  /** Whether some questions cannot be answered though there is a release; never where it is absent. */
  readonly degraded?: () => boolean;
  /** Resolves when a release above `after` is published, when the time is over, or when the caller left. */
  readonly waitForRelease: (after: number, milliseconds: number, signal: AbortSignal) => Promise<"answer" | "too_many">;
  readonly files: RepositoryFiles;
  /** Why the caller may not have a file of the list, where that is for subscribers; undefined: the files are public. */
  readonly pullRefusal?: ((c: Context) => HifazatError | undefined) | undefined;
  /** A file of swagger-ui-dist. */
  readonly docsFile: (name: string) => Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Text exposition format of Prometheus. */
  readonly metrics: () => Promise<string>;
  readonly observe: Observer;
  /** The page for a browser that asks for what is not there; undefined where a program asks, or where there are no pages. */
  readonly notFoundPage?: (c: Context) => Promise<Response | undefined>;
};
