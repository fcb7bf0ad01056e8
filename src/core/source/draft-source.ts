import { accountName, NAME_RULE } from "../access/account.ts";
import type { ErrorCode } from "../errors.ts";
import type { DefaultLaw } from "../ground.ts";
import type { ListName } from "../list-name.ts";
import { DEFAULT_PERIODS } from "../order/period.ts";
import { draftTerms } from "../order/terms.ts";
import type { SourceBounds, SourceFile, SourceSettings } from "./source.ts";

/** What somebody says of a new source; the rest has defaults. */
export type SourceInput = {
  readonly name: string;
  readonly title?: string | undefined;
  readonly url: string;
  readonly hosts?: readonly string[] | undefined;
  readonly schedule?: string | undefined;
  readonly file?: { readonly [K in keyof SourceFile]?: SourceFile[K] | undefined } | undefined;
  readonly bounds?: { readonly [K in keyof SourceBounds]?: SourceBounds[K] | undefined } | undefined;
  readonly order: {
    readonly authority: string;
    readonly requestedBy?: string | undefined;
    readonly law?: string | undefined;
    readonly ground: string;
    readonly provision?: string | undefined;
    readonly category: string;
  };
};

export type DraftedSource =
  | { readonly kind: "source"; readonly settings: SourceSettings; readonly list: ListName }
  | { readonly kind: "refusal"; readonly code: ErrorCode; readonly message: string };

const FILE: SourceFile = {
  format: "plain",
  charset: "utf-8",
  finalNewline: "required",
  scope: "domain",
  column: null,
  delimiter: null,
  agencies: null,
};

/** The most that a source can declare. Bytes as an upload may have; 5 million names are the design's limit. */
export const SOURCE_LIMITS = { names: 5_000_000, bytes: 512 * 1024 * 1024, seconds: 3_600, share: 1_000 } as const;

export const DEFAULT_BOUNDS: SourceBounds = {
  least: 1,
  most: SOURCE_LIMITS.names,
  shrink: 0.2,
  growth: 1,
  bytes: 64 * 1024 * 1024,
  seconds: 120,
};

/** Hourly, not at the full hour, when everybody asks. */
const SCHEDULE = "13 * * * *";

/**
 * Checks and completes what is said of a new source. `isSchedule` knows cron; `loopback` lets a test's server on this
 * machine be a source, and http with it. `now` in seconds since the epoch.
 */
export function draftSource(
  input: SourceInput,
  {
    isSchedule,
    loopback,
    now,
    usual,
  }: { isSchedule: (text: string) => boolean; loopback: boolean; now: number; usual?: DefaultLaw | undefined },
): DraftedSource {
  const name = accountName(input.name);
  if (name === undefined) return refuse("bad_request", `A source's name has ${NAME_RULE}.`);
  const title = (input.title ?? name).trim();
  if (title === "" || title.length > 200) return refuse("bad_request", "A title has 1 to 200 characters.");
  const schedule = input.schedule ?? SCHEDULE;
  if (!isSchedule(schedule)) return refuse("bad_request", "The schedule is no cron expression.");
  const url = placeOf(input.url, loopback);
  if (url === undefined)
    return refuse("bad_request", "The address is https://NAME/…, by name, without a user and without a fragment.");
  const hosts = (input.hosts ?? [url.host]).map((host) => hostOf(host));
  if (!hosts.every((host) => host !== undefined))
    return refuse("bad_request", "A declared host is NAME or NAME:PORT, not an IP address.");
  if (!hosts.includes(url.host)) return refuse("source_host", "The address is at none of the declared hosts.");
  const drafted = draftTerms({ ...input.order, number: `${name}/1` }, now, DEFAULT_PERIODS, usual);
  if (drafted.kind === "refusal") return drafted;
  const { authority, requestedBy, law, ground, provision, category, list } = drafted.terms;
  const file = { ...FILE, ...given(input.file) };
  const bounds = { ...DEFAULT_BOUNDS, ...given(input.bounds) };
  const flaw = fileFlaw(file, list) ?? boundsFlaw(bounds);
  if (flaw !== undefined) return refuse("bad_request", flaw);
  const order = { authority, requestedBy, law, ground, provision, category };
  return { kind: "source", settings: { name, title, url: url.href, hosts, schedule, file, bounds, order }, list };
}

/** The address of a list, or undefined when nothing may be fetched there. A redirect is held to the same. */
export function placeOf(text: string, loopback: boolean): URL | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (url.protocol !== "https:" && !(loopback && url.protocol === "http:")) return undefined;
  if (url.username !== "" || url.password !== "" || url.hash !== "" || isAddress(url.hostname)) return undefined;
  return url;
}

function hostOf(text: string): string | undefined {
  if (!/^[^/@?#\\\s]+$/.test(text) || !URL.canParse(`https://${text}/`)) return undefined;
  const url = new URL(`https://${text}/`);
  return isAddress(url.hostname) ? undefined : url.host;
}

/** An address in a URL never comes before whoever resolves names, so it would never be checked there. */
const isAddress = (hostname: string): boolean => hostname.startsWith("[") || /^[\d.]+$/.test(hostname);

function fileFlaw({ format, agencies, column, delimiter }: SourceFile, list: ListName): string | undefined {
  if (agencies !== null && format !== "csv") return "A list with confirming agencies comes as CSV.";
  if (agencies !== null && list !== "sealed") return "A list with confirming agencies is a sealed one.";
  if ([agencies, column].some((text) => text !== null && (text.trim() === "" || text.length > 200)))
    return "A column has a name or a number.";
  if (delimiter !== null && delimiter.length !== 1) return "A delimiter is one character.";
  return undefined;
}

function boundsFlaw({ least, most, shrink, growth, bytes, seconds }: SourceBounds): string | undefined {
  const { names, share, ...limits } = SOURCE_LIMITS;
  if (!(least >= 1 && least <= most && most <= names)) return `least and most: 1 to ${names}, least not above most.`;
  if (!(shrink >= 0 && shrink <= 1)) return "shrink is a share from 0 to 1.";
  if (!(growth >= 0 && growth <= share)) return `growth is a share from 0 to ${share}.`;
  if (!(bytes >= 1 && bytes <= limits.bytes)) return `bytes: 1 to ${limits.bytes}.`;
  if (!(seconds >= 1 && seconds <= limits.seconds)) return `seconds: 1 to ${limits.seconds}.`;
  return undefined;
}

/** Without the members that were left out. */
function given<T extends object>(part: T | undefined): { [K in keyof T]?: Exclude<T[K], undefined> } {
  const entries = Object.entries(part ?? {}).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as { [K in keyof T]?: Exclude<T[K], undefined> };
}

const refuse = (code: ErrorCode, message: string): DraftedSource => ({ kind: "refusal", code, message });
