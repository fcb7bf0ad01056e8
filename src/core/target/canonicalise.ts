import { hasInvalidALabel } from "./host.ts";
import { MAX_PATH_DEPTH, MAX_TARGET_LENGTH } from "./limits.ts";
import { isPlainName } from "./plain-name.ts";
import { suffixStanding } from "./public-suffix.ts";
import { type Reading, read } from "./reading.ts";
import type { NoteCode, RefusalCode } from "./refusal.ts";
import type { Target } from "./target.ts";

export type Canonicalised =
  | { readonly kind: "target"; readonly target: Target; readonly notes: readonly NoteCode[] }
  | { readonly kind: "refused"; readonly code: RefusalCode };

const NO_NOTES: readonly NoteCode[] = Object.freeze([]);
const BAD_CHARACTER = /[\0-\u0008\u000e-\u001f\u007f-\u009f\ufffd]/;

/**
 * Turns one line of a list, or what a person pasted, into the target it says (DESIGN 3). Never throws, never widens
 * without a note, never cuts a path. `canonicalise(targetText(target))` gives the same target again.
 */
export function canonicalise(text: string): Canonicalised {
  if (isPlainName(text)) return judgeHost({ scope: "domain", value: text }, text, NO_NOTES);
  if (text.length > MAX_TARGET_LENGTH) return refused("url_too_long");
  if (BAD_CHARACTER.test(text) || !text.isWellFormed()) return refused("bad_character");
  const reading = read(text, MAX_TARGET_LENGTH);
  if (reading.kind === "refused") return reading;
  const { host } = reading.place;
  if (!host.includes(".")) return refused(loneLabelCode(host));
  // `24.0.2.0.192.rpz-ip`: a trigger of a response policy zone, written as a name.
  if (host.startsWith("rpz-", host.lastIndexOf(".") + 1)) return refused("unsupported_rule");
  const pathRefusal = judgePath(reading);
  if (pathRefusal !== undefined) return refused(pathRefusal);
  return judgeHost(reading.target, host, reading.notes);
}

/** Why a name of one label is refused; a top-level domain is a public suffix. */
export function loneLabelCode(label: string): RefusalCode {
  return suffixStanding(label) === "is_suffix" ? "public_suffix" : "single_label";
}

/** One path on a public suffix may be blocked (gob.mx is a site too); the suffix itself never. */
function judgeHost(target: Target, host: string, found: readonly NoteCode[]): Canonicalised {
  const notes: readonly NoteCode[] = hasInvalidALabel(host) ? [...found, "invalid_a_label"] : found;
  switch (suffixStanding(host)) {
    case "is_suffix":
      return target.scope === "url" ? { kind: "target", target, notes } : refused("public_suffix");
    case "under_suffix":
      return { kind: "target", target, notes };
    case "unknown_suffix":
      return { kind: "target", target, notes: [...notes, "unknown_suffix"] };
  }
}

function judgePath({ place, rawPath, target }: Extract<Reading, { kind: "read" }>): RefusalCode | undefined {
  if (place.path === "/" && rawPath.length > 1) return "path_collapses";
  if (place.query === undefined && place.path.endsWith("/*")) return "path_wildcard";
  if (target.value.length > MAX_TARGET_LENGTH) return "url_too_long";
  return place.path.split("/", MAX_PATH_DEPTH + 2).length > MAX_PATH_DEPTH + 1 ? "path_too_deep" : undefined;
}

function refused(code: RefusalCode): Canonicalised {
  return { kind: "refused", code };
}
