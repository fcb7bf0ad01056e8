import { loneLabelCode } from "./canonicalise.ts";
import { MAX_LOOKUP_LENGTH, MAX_PATH_DEPTH } from "./limits.ts";
import { type Place, placeValue } from "./place.ts";
import { read } from "./reading.ts";
import type { RefusalCode } from "./refusal.ts";
import type { Target } from "./target.ts";
import { urduVariants } from "./urdu-variants.ts";

/** The same place under a name typed with other code points: what to say in the verdict, and what to try. */
export type Variant = { readonly canonical: Target; readonly targets: readonly Target[] };

/**
 * What a lookup tries. `targets` is every target that covers the place, in the order in which the first hit decides:
 * the exact host, the name, each parent, then paths from the most specific up. When none hits, the `variants` in turn.
 */
export type Candidates =
  | {
      readonly kind: "candidates";
      readonly canonical: Target;
      readonly targets: readonly Target[];
      readonly variants: readonly Variant[];
    }
  | { readonly kind: "refused"; readonly code: RefusalCode };

const SLASH = 47;
const NO_VARIANTS: readonly Variant[] = Object.freeze([]);

/**
 * Reads what somebody asks about, a URL or a name, and lists the targets that would cover it. Unlike `canonicalise` it
 * takes any path and a public suffix of two labels or more (`gob.mx` is a site too): there just is no entry for it.
 */
export function candidates(url: string): Candidates {
  const reading = read(url, MAX_LOOKUP_LENGTH);
  if (reading.kind === "refused") return reading;
  const { place, target: canonical } = reading;
  if (!place.host.includes(".")) return { kind: "refused", code: loneLabelCode(place.host) };
  const variants = place.host.includes("xn--") ? urduVariants(place.host) : [];
  return {
    kind: "candidates",
    canonical,
    targets: placeTargets(place),
    variants: variants.length === 0 ? NO_VARIANTS : variants.map((host) => variant(canonical, { ...place, host })),
  };
}

function variant(original: Target, place: Place): Variant {
  const value = original.scope === "url" ? placeValue(place) : place.host;
  return { canonical: { scope: original.scope, value }, targets: placeTargets(place) };
}

/** A target has two labels or more, so the top-level domain is never tried. */
function nameTargets(host: string): Target[] {
  const targets: Target[] = [
    { scope: "host", value: host },
    { scope: "domain", value: host },
  ];
  const last = host.lastIndexOf(".");
  for (let dot = host.indexOf("."); dot < last; dot = host.indexOf(".", dot + 1)) {
    targets.push({ scope: "domain", value: host.slice(dot + 1) });
  }
  return targets;
}

function placeTargets(place: Place): Target[] {
  const targets = nameTargets(place.host);
  const { path, port, query } = place;
  const origin = port === undefined ? place.host : `${place.host}:${port}`;
  if (query !== undefined) targets.push({ scope: "url", value: placeValue(place) });
  const ends = prefixEnds(path);
  for (let index = ends.length - 1; index >= 0; index -= 1) {
    targets.push({ scope: "url", value: origin + path.slice(0, ends[index]) });
  }
  // The root of a default port is the `domain` target above.
  if (port !== undefined) targets.push({ scope: "url", value: `${origin}/` });
  return targets;
}

/**
 * Where the prefixes of a path end that a target can have, shortest first and without the root: before and after each
 * slash, and the whole. Only the first MAX_PATH_DEPTH slashes count, because no target has more.
 */
function prefixEnds(path: string): number[] {
  const ends: number[] = [];
  let slashes = 1;
  for (let slash = path.indexOf("/", 1); slash > 0 && slashes <= MAX_PATH_DEPTH; slash = path.indexOf("/", slash + 1)) {
    // After another slash, this prefix is the one that ended there.
    if (path.charCodeAt(slash - 1) !== SLASH) ends.push(slash);
    slashes += 1;
    if (slashes <= MAX_PATH_DEPTH) ends.push(slash + 1);
  }
  if (path.length > 1 && ends.at(-1) !== path.length) ends.push(path.length);
  return ends;
}
