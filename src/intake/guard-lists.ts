import { createHash } from "node:crypto";
import { readFile, stat } from "node:fs/promises";
import { join } from "node:path";
import { type ErrorCode, HifazatError } from "../core/errors.ts";
import { defaultGuardRules } from "../core/guard/defaults/default-rules.ts";
import type { GuardKind } from "../core/guard/guard-kind.ts";
import { buildGuardLists, type GuardLists } from "../core/guard/guard-lists.ts";
import type { GuardRule } from "../core/guard/guard-rule.ts";
import { makeFolder, moveIntoPlace, writeSynced } from "../storage/durable.ts";
import { blocks } from "./blocks.ts";
import { type BadRule, type ReadRules, readGuardList } from "./guard-list-text.ts";

/** A configured guard list: a file, or an http(s) URL that a job fetches again from time to time. */
export type GuardSource = { readonly kind: GuardKind; readonly from: string };

/** What `fetch` of the platform does, as far as it is needed here. */
export type Fetch = (url: string, init: { signal: AbortSignal }) => Promise<FetchAnswer>;
export type FetchAnswer = {
  readonly ok: boolean;
  readonly status: number;
  readonly body: AsyncIterable<Uint8Array> | null;
};

export type GuardListOptions = {
  /** Where the last good copy of each list is kept. */
  readonly cache: string;
  readonly fetch: Fetch;
  readonly maxBytes?: number | undefined;
  readonly timeoutMs?: number | undefined;
};

/** What became of one configured list. `bad`: lines that are no names (the first 20) and how many there were. */
export type GuardListReport = GuardSource & {
  /** `cached`: the list could not be read and its last good copy stands; `missing`: there is no such copy either. */
  readonly state: "fresh" | "cached" | "missing";
  readonly names: number;
  /** When the copy that stands was read, seconds since the epoch; null when there is none. */
  readonly readAt: number | null;
  readonly bad: { readonly count: number; readonly first: readonly BadRule[] };
  /** Why it is not fresh, or why no copy of it could be kept. */
  readonly error: { readonly code: ErrorCode; readonly message: string } | undefined;
};

export type LoadedGuards = { readonly lists: GuardLists; readonly reports: readonly GuardListReport[] };

const MAX_BYTES = 32 * 1024 * 1024;
const TIMEOUT_MS = 60_000;
const BAD_REPORTED = 20;

/**
 * Reads the configured guard lists and adds them to the defaults. A list that cannot be read, is empty or is a page never
 * takes the place of the last good one. Never throws for a list: what went wrong is in its report.
 */
export async function loadGuardLists(
  sources: readonly GuardSource[],
  options: GuardListOptions,
): Promise<LoadedGuards> {
  const loaded = await Promise.all(sources.map((source) => load(source, options)));
  return {
    lists: buildGuardLists([
      ...defaultGuardRules(),
      ...loaded.map(({ report, rules }) => ({ kind: report.kind, rules })),
    ]),
    reports: loaded.map(({ report }) => report),
  };
}

type Loaded = { report: GuardListReport; rules: readonly GuardRule[] };

async function load(source: GuardSource, options: GuardListOptions): Promise<Loaded> {
  const copy = join(options.cache, `${createHash("sha256").update(`${source.kind} ${source.from}`).digest("hex")}.txt`);
  try {
    const bytes = await fetchBytes(source.from, options);
    const read = await readGuardList(bytes);
    // A disk that takes no copy is no reason to guard by the older one.
    const error = await keep(copy, bytes, options.cache).then(() => undefined, errorOf);
    return { report: report(source, "fresh", read, await keptAt(copy), error), rules: read.rules };
  } catch (cause) {
    const read = await readFile(copy)
      .then(readGuardList)
      .catch(() => undefined);
    const state = read === undefined ? "missing" : "cached";
    return { report: report(source, state, read, await keptAt(copy), errorOf(cause)), rules: read?.rules ?? [] };
  }
}

/** A crash leaves the copy before or the copy after, never a part of one. */
async function keep(copy: string, bytes: Uint8Array, folder: string): Promise<void> {
  const part = `${copy}.${process.pid}.part`;
  await makeFolder(folder);
  await writeSynced(part, bytes);
  await moveIntoPlace(part, copy);
}

const keptAt = (copy: string): Promise<number | null> =>
  stat(copy).then(
    ({ mtimeMs }) => Math.floor(mtimeMs / 1_000),
    () => null,
  );

function report(
  source: GuardSource,
  state: GuardListReport["state"],
  read: ReadRules | undefined,
  readAt: number | null,
  error: GuardListReport["error"],
): GuardListReport {
  const bad = read?.bad ?? [];
  return {
    ...source,
    state,
    names: read?.rules.length ?? 0,
    readAt,
    bad: { count: bad.length, first: bad.slice(0, BAD_REPORTED) },
    error,
  };
}

/** The whole list in memory, bounded in bytes and, for a URL, in time. */
async function fetchBytes(from: string, options: GuardListOptions): Promise<Uint8Array> {
  const maxBytes = options.maxBytes ?? MAX_BYTES;
  const parts: Uint8Array[] = [];
  if (!/^https?:\/\//i.test(from)) {
    for await (const block of blocks(from, maxBytes)) parts.push(block);
    return Buffer.concat(parts);
  }
  const answer = await options.fetch(from, { signal: AbortSignal.timeout(options.timeoutMs ?? TIMEOUT_MS) });
  if (!answer.ok || answer.body === null) throw new HifazatError("unavailable", `the server answered ${answer.status}`);
  for await (const block of blocks(answer.body, maxBytes)) parts.push(block);
  return Buffer.concat(parts);
}

function errorOf(cause: unknown): { code: ErrorCode; message: string } {
  if (cause instanceof HifazatError) return { code: cause.code, message: cause.message };
  return { code: "unavailable", message: cause instanceof Error ? cause.message : String(cause) };
}
