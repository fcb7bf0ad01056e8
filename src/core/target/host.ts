import { toASCII } from "tr46";
import { endsInNumber, isIpv4, isIpv6 } from "./ip.ts";
import { MAX_LABEL_LENGTH, MAX_NAME_LENGTH } from "./limits.ts";
import { isLabelText, isPlainName } from "./plain-name.ts";
import type { RefusalCode } from "./refusal.ts";

/** `name` is canonical and has one label or more. */
export type HostReading =
  | { readonly kind: "name"; readonly name: string }
  | { readonly kind: "refused"; readonly code: RefusalCode };

/** UTS-46 as the URL standard sets it: non-transitional, hyphens free, underscores allowed (both are in real lists). */
const IDNA = { checkHyphens: false, checkBidi: true, checkJoiners: true } as const;

/** Mapping can shorten a text (ignored and composed code points), but no name of 253 characters needs this many. */
const MAX_HOST_TEXT = 512;

/**
 * Urdu keyboards have this where others have the full stop. IDNA 2008 disallows it in every registered label, so that a
 * name with it can only have meant a dot; UTS-46 alone would make one odd label of `www.example۔pk`.
 */
const URDU_FULL_STOP = /\u06d4/g;

/** Reads the host of a URL or a bare name. Trailing dots go; nothing is added and no label is dropped. */
export function readHost(text: string): HostReading {
  if (isPlainName(text)) return { kind: "name", name: text };
  if (text.startsWith("[")) {
    const inside = text.endsWith("]") && isIpv6(text.slice(1, -1));
    return { kind: "refused", code: inside ? "ip_address" : "not_a_name" };
  }
  const plain = percentDecoded(text);
  if (plain !== undefined && plain.length > MAX_HOST_TEXT) return { kind: "refused", code: "name_too_long" };
  const ascii = toAscii(plain?.replace(URDU_FULL_STOP, "."));
  return ascii === undefined ? { kind: "refused", code: "not_a_name" } : checkName(ascii.replace(/\.+$/, ""));
}

function percentDecoded(text: string): string | undefined {
  if (!text.includes("%")) return text;
  try {
    return decodeURIComponent(text);
  } catch {
    return undefined;
  }
}

function toAscii(text: string | undefined): string | undefined {
  if (text === undefined) return undefined;
  // An all-ASCII name is kept byte for byte even when an A-label in it is invalid: resolvers answer for such names.
  if (isAscii(text)) return text.toLowerCase();
  return toASCII(text, IDNA) ?? undefined;
}

function isAscii(text: string): boolean {
  for (let index = 0; index < text.length; index += 1) if (text.charCodeAt(index) > 127) return false;
  return true;
}

function checkName(name: string): HostReading {
  const labels = name.split(".");
  if (!labels.every((label) => label !== "" && isLabelText(label))) return { kind: "refused", code: "not_a_name" };
  if (labels.some((label) => label.length > MAX_LABEL_LENGTH)) return { kind: "refused", code: "label_too_long" };
  if (name.length > MAX_NAME_LENGTH) return { kind: "refused", code: "name_too_long" };
  if (endsInNumber(name)) return { kind: "refused", code: isIpv4(name) ? "ip_address" : "not_a_name" };
  return { kind: "name", name };
}

/** Whether a canonical name has an A-label that no Unicode label gives. It is kept, and whoever reviews it is told. */
export function hasInvalidALabel(name: string): boolean {
  if (!name.includes("xn--")) return false;
  return name.split(".").some((label) => label.startsWith("xn--") && toASCII(label, IDNA) !== label);
}
