import { readHost } from "./host.ts";
import { canonicalPath, canonicalQuery } from "./path.ts";
import type { NoteCode, RefusalCode } from "./refusal.ts";
import type { Target } from "./target.ts";

/** A canonical place on the web. `port` is undefined for 80 and 443; `path` begins with `/`; `query` has no `?`. */
export type Place = {
  readonly host: string;
  readonly port: number | undefined;
  readonly path: string;
  readonly query: string | undefined;
};

export type PlaceReading =
  | { readonly kind: "place"; readonly place: Place; readonly rawPath: string; readonly notes: readonly NoteCode[] }
  | { readonly kind: "refused"; readonly code: RefusalCode };

const MAX_PORT = 65_535;
const NO_NOTES: readonly NoteCode[] = Object.freeze([]);

/** Reads a bare name or an http(s) URL without white space, dress already off. Follows the URL standard's parser. */
export function readPlace(text: string): PlaceReading {
  const start = readScheme(text);
  if (start.kind === "refused") return start;
  const rest = start.rest;
  const end = authorityEnd(rest);
  const notes: NoteCode[] = [];
  let authority = rest.slice(0, end);
  const at = authority.lastIndexOf("@");
  if (at >= 0) {
    if (start.scheme === undefined) return { kind: "refused", code: "email_address" };
    if (!/^:?@/.test(authority)) notes.push("userinfo_dropped");
    authority = authority.slice(at + 1);
  }
  const { hostText, portText } = splitPort(authority);
  const port = readPort(portText);
  const host = readHost(hostText);
  if (host.kind === "refused") return host;
  if (port === undefined) return { kind: "refused", code: "bad_port" };
  if (isOthersDefault(port, start.scheme)) notes.push("port_dropped");
  const tail = splitTail(rest.slice(end), notes);
  const place: Place = {
    host: host.name,
    port: port === 0 || port === 80 || port === 443 ? undefined : port,
    path: canonicalPath(tail.path),
    query: tail.query === undefined ? undefined : canonicalQuery(tail.query),
  };
  return { kind: "place", place, rawPath: tail.path, notes: notes.length === 0 ? NO_NOTES : notes };
}

/** `host[:port]/path[?query]`: the value of a `url` target. */
export function placeValue(place: Place): string {
  const port = place.port === undefined ? "" : `:${place.port}`;
  const query = place.query === undefined ? "" : `?${place.query}`;
  return `${place.host}${port}${place.path}${query}`;
}

/** The target that a place is when it is to be blocked: the root of a name is the whole domain (DESIGN 3). */
export function placeTarget(place: Place): Target {
  const isRoot = place.path === "/" && place.port === undefined && place.query === undefined;
  return isRoot ? { scope: "domain", value: place.host } : { scope: "url", value: placeValue(place) };
}

type Start =
  | { readonly kind: "start"; readonly scheme: "http" | "https" | undefined; readonly rest: string }
  | { readonly kind: "refused"; readonly code: RefusalCode };

function readScheme(text: string): Start {
  const web = /^(https?):[/\\]*/i.exec(text);
  if (web !== null) {
    const scheme = web[1]?.length === 5 ? "https" : "http";
    return { kind: "start", scheme, rest: text.slice(web[0].length) };
  }
  const other = /^([a-z][a-z0-9+.-]*):(.*)$/is.exec(text);
  const [, scheme = "", rest = ""] = other ?? [];
  // `name:8080/…` and `name:/…` have the form of a scheme too; an `@` is for `readPlace` to refuse.
  const isName = /^[0-9]+(?:[/\\?#]|$)|^(?:[?#]|[/\\](?![/\\])|$)|^[^/\\?#]*@/.test(rest);
  if (other === null || isName) return { kind: "start", scheme: undefined, rest: text };
  const isWrongPort = scheme.includes(".") && !/^[/\\]/.test(rest);
  return { kind: "refused", code: isWrongPort ? "bad_port" : "unsupported_scheme" };
}

function authorityEnd(text: string): number {
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index);
    if (code === 47 || code === 92 || code === 63 || code === 35) return index;
  }
  return text.length;
}

function splitPort(authority: string): { hostText: string; portText: string } {
  const colon = authority.lastIndexOf(":");
  if (colon < 0 || authority.endsWith("]")) return { hostText: authority, portText: "" };
  return { hostText: authority.slice(0, colon), portText: authority.slice(colon + 1) };
}

/** 0 when there is none; undefined when it is no port. Port 0 itself cannot be connected to. */
function readPort(text: string): number | undefined {
  if (text === "") return 0;
  const port = /^[0-9]+$/.test(text) ? Number(text) : 0;
  return port > 0 && port <= MAX_PORT ? port : undefined;
}

function isOthersDefault(port: number, scheme: "http" | "https" | undefined): boolean {
  return (port === 80 && scheme === "https") || (port === 443 && scheme === "http");
}

function splitTail(tail: string, notes: NoteCode[]): { path: string; query: string | undefined } {
  const hash = tail.indexOf("#");
  if (hash >= 0 && hash < tail.length - 1) notes.push("fragment_dropped");
  const before = hash < 0 ? tail : tail.slice(0, hash);
  const mark = before.indexOf("?");
  const path = (mark < 0 ? before : before.slice(0, mark)) || "/";
  if (mark < 0) return { path, query: undefined };
  if (mark < before.length - 1) return { path, query: before.slice(mark + 1) };
  notes.push("empty_query_dropped");
  return { path, query: undefined };
}
