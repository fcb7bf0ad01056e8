import { toUnicode } from "tr46";
import { MAX_NAME_LENGTH } from "../../core/target/limits.ts";

/** A host as it is shown: the A-label form, and the Unicode form where that is another and a valid one. */
export type ShownHost = { readonly name: string; readonly unicode?: string };

/**
 * What a server calls a request that names no host (HTTP/1.0), because a URL must have one. Nobody can own the name
 * (RFC 6761, 6.4).
 */
export const NO_HOST = "no-host.invalid";

const IDNA = { checkHyphens: false, checkBidi: true, checkJoiners: true } as const;

/** The host of a request's URL. Undefined when there is none to show, or it is longer than any name is. */
export function shownHost(url: string): ShownHost | undefined {
  const name = URL.parse(url)?.hostname;
  if (name === undefined || name === "" || name === NO_HOST || name.length > MAX_NAME_LENGTH) return undefined;
  if (!name.includes("xn--")) return { name };
  const { domain, error } = toUnicode(name, IDNA);
  return error || domain === name ? { name } : { name, unicode: domain };
}

/** Longest value of the register that a page shows, in UTF-16 code units: a page stays below 20 kB whatever is listed. */
const MAX_SHOWN = 300;

export const shorten = (text: string): string => (text.length <= MAX_SHOWN ? text : `${text.slice(0, MAX_SHOWN)}…`);
