import type { CategorySlug } from "../category.ts";
import type { FileFormat } from "../file-format.ts";
import type { ListName } from "../list-name.ts";
import type { FetchOutcome } from "./outcome.ts";

/** How a source says that its list is written. */
export type SourceFile = {
  readonly format: FileFormat;
  readonly charset: string;
  /** `required`: the source ends every line, so a body whose last one does not was cut off. */
  readonly finalNewline: "required" | "any";
  /** What a bare name covers. */
  readonly scope: "domain" | "host";
  /** CSV, JSON lines: the column or member with the address, by name or number; null to find it. */
  readonly column: string | null;
  readonly delimiter: string | null;
  /** CSV of a worst-of list: the column that names the agencies; each row needs two different ones. Null: no such list. */
  readonly agencies: string | null;
};

/** What a body has to keep within; outside of it a person looks first. */
export type SourceBounds = {
  /** Names in a body: fewer or more are not this list. */
  readonly least: number;
  readonly most: number;
  /** By what share of the names of the last applied body it may get smaller, and larger, at once. */
  readonly shrink: number;
  readonly growth: number;
  /** Ceilings of one fetch: bytes after decompression, seconds from the first connection to the last byte. */
  readonly bytes: number;
  readonly seconds: number;
};

/** What the orders say that are made of its list. */
export type SourceOrder = {
  readonly authority: string;
  readonly requestedBy: string;
  readonly law: string;
  readonly ground: string;
  readonly provision: string;
  readonly category: CategorySlug;
};

/** A partner's list that the registry fetches by itself. */
export type SourceSettings = {
  /** As people write it; never changes. */
  readonly name: string;
  readonly title: string;
  readonly url: string;
  /** `NAME` or `NAME:PORT`: nothing is fetched from anywhere else. */
  readonly hosts: readonly string[];
  /** When, as cron writes it, in UTC. */
  readonly schedule: string;
  readonly file: SourceFile;
  readonly bounds: SourceBounds;
  readonly order: SourceOrder;
};

/** Times in seconds since the epoch. */
export type Source = SourceSettings & {
  readonly id: number;
  readonly list: ListName;
  /** The partner organisation whose list it is; null for one of the registry's own. */
  readonly organisation: string | null;
  readonly enabled: boolean;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly nextAt: number;
  /** When the list was last seen to be as it stands here: applied, or unchanged. */
  readonly succeededAt: number | null;
  readonly applied: { readonly sha256: string; readonly names: number; readonly at: number } | null;
  readonly validators: { readonly etag: string | null; readonly lastModified: string | null };
};

/** One attempt to fetch, and what became of it. */
export type SourceFetch = {
  readonly id: number;
  readonly at: number;
  /** Who asked for it; `scheduler` for the job. */
  readonly by: string;
  readonly outcome: FetchOutcome;
  /** Why, when it was quarantined or failed. */
  readonly code: string | null;
  /** Numbers and codes only, nothing of the body. */
  readonly detail: string | null;
  readonly sha256: string | null;
  readonly bytes: number | null;
  /** The order that was made of it, such as o12. */
  readonly order: string | null;
  readonly added: number;
  readonly removed: number;
  readonly decidedBy: string | null;
  readonly decidedAt: number | null;
  readonly reasons: string | null;
};

/** Who stands in the record for what comes from a source. No account can be called so. */
const SOURCE_ACTOR = "source:";
export const sourceActor = ({ name }: Pick<SourceSettings, "name">): string => `${SOURCE_ACTOR}${name}`;

/** A source decides nothing: what it proposes counts only once an officer has taken it up. */
export const isSourceActor = (actor: string): boolean => actor.startsWith(SOURCE_ACTOR);

/** What logs, metrics and mails call it: a sealed source by its number only, because its name can tell what it lists. */
export const sourceLabel = ({ id, name, list }: Pick<Source, "id" | "name" | "list">): string =>
  list === "sealed" ? sourceReference({ id }) : name;
export const sourceReference = ({ id }: Pick<Source, "id">): string => `s${id}`;
