import { peel } from "./dress/peel.ts";
import { readHost } from "./host.ts";
import { isCidr, isIpv6 } from "./ip.ts";
import { type Place, placeTarget, readPlace } from "./place.ts";
import { isPlainName } from "./plain-name.ts";
import type { NoteCode, RefusalCode } from "./refusal.ts";
import type { Target } from "./target.ts";

/**
 * What a text says, before it is judged whether that may be blocked. `rawPath` is the path as it was written, without
 * the dress; `""` for a bare name.
 */
export type Reading =
  | {
      readonly kind: "read";
      readonly place: Place;
      readonly target: Target;
      readonly rawPath: string;
      readonly notes: readonly NoteCode[];
    }
  | { readonly kind: "refused"; readonly code: RefusalCode };

const NO_NOTES: readonly NoteCode[] = Object.freeze([]);

/** A canonical path with its query, without dot segments and not ending a sentence. */
const SIMPLE_TAIL = /^(?:\/(?!\.)|[A-Za-z0-9._~!$&+@-])+(?:\?[A-Za-z0-9._~!$&+@/=:-]+)?(?<![.!:])$/;
const SENTENCE_END = /[.,;:!'")\]}>”’»\u06d4\u060c\u061f]$/;

/** The reading that lists, feeds and lookups share. Never throws; longer texts than `maxLength` are not looked at. */
export function read(text: string, maxLength: number): Reading {
  if (text.length > maxLength) return refused("url_too_long");
  const simple = readSimple(text);
  if (simple !== undefined) return simple;
  const peeled = peel(text);
  if (peeled.kind === "refused") return peeled;
  if (peeled.as !== "anything") return readName(peeled.text, peeled.as, peeled.notes);
  if (isCidr(peeled.text)) return refused("cidr");
  if (isIpv6(peeled.text)) return refused("ip_address");
  const reading = readPlace(peeled.text);
  if (reading.kind === "refused") {
    return reading.code === "not_a_name" && isSeveral(peeled.text) ? refused("several_names") : reading;
  }
  const { place, rawPath } = reading;
  const target = placeTarget(place);
  const notes = [...peeled.notes, ...reading.notes];
  if (target.scope === "url" && SENTENCE_END.test(peeled.text)) notes.push("trailing_punctuation");
  return { kind: "read", place, target, rawPath, notes };
}

/**
 * The same answer as the full reading gives, for a plain name or URL that no rule changes: lookups are nearly all that.
 * The name, the path and the query are checked to be canonical already; anything else is undefined.
 */
function readSimple(text: string): Reading | undefined {
  const start = text.startsWith("http") ? (/^https?:\/\//.exec(text)?.[0].length ?? 0) : 0;
  const slash = text.indexOf("/", start);
  const host = text.slice(start, slash < 0 ? text.length : slash);
  if (!isPlainName(host)) return undefined;
  if (slash < 0 || slash === text.length - 1) {
    const place = { host, port: undefined, path: "/", query: undefined };
    return { kind: "read", place, target: { scope: "domain", value: host }, rawPath: "/", notes: NO_NOTES };
  }
  const value = start === 0 ? text : text.slice(start);
  if (!SIMPLE_TAIL.test(text.slice(slash))) return undefined;
  const mark = text.indexOf("?", slash);
  const path = mark < 0 ? text.slice(slash) : text.slice(slash, mark);
  const place = { host, port: undefined, path, query: mark < 0 ? undefined : text.slice(mark + 1) };
  return { kind: "read", place, target: { scope: "url", value }, rawPath: path, notes: NO_NOTES };
}

function readName(text: string, scope: "domain" | "host", notes: readonly NoteCode[]): Reading {
  // The dress is for names alone: `*.x/a` would have to be widened or narrowed to become a target.
  if (/[/\\?#@:]/.test(text)) return refused(isIpv6(text) ? "ip_address" : "unsupported_rule");
  const host = readHost(text);
  if (host.kind === "refused") return host;
  const place = { host: host.name, port: undefined, path: "/", query: undefined };
  return {
    kind: "read",
    place,
    target: { scope, value: host.name },
    rawPath: "",
    notes,
  };
}

function isSeveral(text: string): boolean {
  const pieces = text.split(/[,;|]/);
  return pieces.length > 1 && pieces.every((piece) => piece.includes("."));
}

function refused(code: RefusalCode): Reading {
  return { kind: "refused", code };
}
