import { HifazatError } from "../core/errors.ts";
import { LIST_NAMES, type ListName } from "../core/list-name.ts";
import {
  MAX_ENTRIES,
  MAX_INDEX_BYTES,
  MAX_LIST_BYTES,
  MAX_MANIFEST_BYTES,
  MAX_POLL_SECONDS,
  MIN_POLL_SECONDS,
} from "./limits.ts";

export const MANIFEST_FORMAT = "hifazat-release/1";

/** How a file is stored. `sha256` and `bytes` are of the file as stored. */
export const ENCODINGS = ["identity", "zstd", "br"] as const;
export type Encoding = (typeof ENCODINGS)[number];
export type FileRef = {
  readonly name: string;
  readonly sha256: string;
  readonly bytes: number;
  readonly encoding: Encoding;
};
export type DeltaRef = FileRef & { readonly base: number };

/** What a release of one list is made of (README 3). In JSON `nextPollSeconds` is `next_poll_seconds`. */
export type Manifest = {
  readonly format: typeof MANIFEST_FORMAT;
  readonly list: ListName;
  readonly release: number;
  /** The release before this one, 0 for the first. */
  readonly previous: number;
  /** UTC, `2026-11-24T03:00:00Z`, fractions of a second allowed. */
  readonly published: string;
  readonly entries: number;
  readonly categories: Readonly<Record<string, number>>;
  /** Of the uncompressed list text. */
  readonly identity: { readonly sha256: string; readonly bytes: number };
  readonly snapshot: FileRef;
  /** Newest base first. */
  readonly deltas: readonly DeltaRef[];
  readonly filter: FileRef;
  readonly index: FileRef;
  /** The table of the index file's blocks; older releases have none. */
  readonly blocks?: FileRef;
  /** What takes the index of release `base` to this one's; in JSON `index_delta`. */
  readonly indexDelta?: DeltaRef;
  readonly nextPollSeconds: number;
};

/**
 * The canonical text: members sorted at every level, no spaces, a final line feed. Deterministic, so that digests
 * agree.
 */
export function formatManifest(manifest: Manifest): string {
  const { nextPollSeconds, indexDelta, ...rest } = manifest;
  const renamed = { next_poll_seconds: nextPollSeconds, index_delta: indexDelta };
  return `${JSON.stringify(sorted({ ...rest, ...renamed }))}\n`;
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null) return value;
  const pairs = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(pairs.map(([name, member]) => [name, sorted(member)]));
}

/**
 * Reads a manifest. Members it does not know are ignored, so that later ones can be added. Throws manifest_malformed.
 */
export function parseManifest(text: string): Manifest {
  if (text.length > MAX_MANIFEST_BYTES) refuse("manifest");
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw new HifazatError("manifest_malformed", "the manifest is not JSON", { cause });
  }
  const root = new Members(json, "manifest");
  const list = root.oneOf("list", LIST_NAMES);
  const release = root.integer("release", 1, Number.MAX_SAFE_INTEGER);
  const entries = root.integer("entries", 0, MAX_ENTRIES);
  const identity = root.members("identity");
  const manifest: Manifest = {
    format: root.oneOf("format", [MANIFEST_FORMAT]),
    list,
    release,
    previous: root.integer("previous", 0, release - 1),
    published: root.matching("published", /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{1,9})?Z$/),
    entries,
    categories: readCategories(root.members("categories"), entries),
    identity: { sha256: identity.matching("sha256", SHA256), bytes: identity.integer("bytes", 0, MAX_LIST_BYTES) },
    snapshot: readFile(root.members("snapshot"), list),
    deltas: root.array("deltas").map((delta) => readDelta(delta, list, release)),
    filter: readFile(root.members("filter"), list),
    index: readFile(root.members("index"), list),
    ...(root.has("blocks") && { blocks: readFile(root.members("blocks"), list) }),
    ...(root.has("index_delta") && { indexDelta: readDelta(root.members("index_delta"), list, release) }),
    nextPollSeconds: root.integer("next_poll_seconds", MIN_POLL_SECONDS, MAX_POLL_SECONDS),
  };
  if (Number.isNaN(Date.parse(manifest.published))) refuse("manifest.published");
  manifest.deltas.forEach((delta, at) => {
    if (at > 0 && delta.base >= (manifest.deltas[at - 1]?.base ?? 0)) refuse("manifest.deltas");
  });
  return manifest;
}

const SHA256 = /^[0-9a-f]{64}$/;

function readFile(members: Members, list: ListName): FileRef {
  const name = members.matching("name", /^[a-z]+\/[a-z0-9][a-z0-9.-]*$/);
  if (!name.startsWith(`${list}/`)) refuse(`${members.path}.name`);
  return {
    name,
    sha256: members.matching("sha256", SHA256),
    bytes: members.integer("bytes", 0, MAX_INDEX_BYTES),
    encoding: members.oneOf("encoding", ENCODINGS),
  };
}

function readDelta(members: Members, list: ListName, release: number): DeltaRef {
  return { ...readFile(members, list), base: members.integer("base", 1, release - 1) };
}

function readCategories(members: Members, entries: number): Record<string, number> {
  const categories: Record<string, number> = {};
  let sum = 0;
  for (const slug of members.names()) {
    if (!/^[a-z0-9-]{1,64}$/.test(slug)) refuse(members.path);
    const count = members.integer(slug, 0, entries);
    categories[slug] = count;
    sum += count;
  }
  if (sum !== entries) refuse(members.path);
  return categories;
}

/** The members of a JSON object, read one at a time; every reader refuses what is missing or of another shape. */
class Members {
  readonly path: string;
  readonly #members: Readonly<Record<string, unknown>>;

  constructor(json: unknown, path: string) {
    if (typeof json !== "object" || json === null || Array.isArray(json)) refuse(path);
    this.path = path;
    this.#members = json as Record<string, unknown>;
  }

  names(): string[] {
    return Object.keys(this.#members);
  }

  has(name: string): boolean {
    return this.#members[name] !== undefined;
  }

  members(name: string): Members {
    return new Members(this.#members[name], `${this.path}.${name}`);
  }

  array(name: string): Members[] {
    const value = this.#members[name];
    if (!Array.isArray(value)) refuse(`${this.path}.${name}`);
    return value.map((item, at) => new Members(item, `${this.path}.${name}[${at}]`));
  }

  integer(name: string, least: number, most: number): number {
    const value = this.#members[name];
    if (typeof value !== "number" || !Number.isSafeInteger(value) || value < least || value > most) {
      refuse(`${this.path}.${name}`);
    }
    return value;
  }

  matching(name: string, pattern: RegExp): string {
    const value = this.#members[name];
    if (typeof value !== "string" || !pattern.test(value)) refuse(`${this.path}.${name}`);
    return value;
  }

  oneOf<const T extends string>(name: string, allowed: readonly T[]): T {
    const value = this.#members[name];
    const found = allowed.find((text) => text === value);
    if (found === undefined) refuse(`${this.path}.${name}`);
    return found;
  }
}

function refuse(path: string): never {
  throw new HifazatError("manifest_malformed", `${path} is missing or not as specified`, { details: { path } });
}
