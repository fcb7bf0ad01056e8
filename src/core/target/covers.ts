import { type Place, placeValue } from "./place.ts";
import type { Target } from "./target.ts";

/**
 * Whether a target covers a place: DESIGN 3, "Matching", as plainly as it can be said. `candidates` must find exactly
 * the targets for which this is true, and is tested against it.
 */
export function covers(target: Target, place: Place): boolean {
  switch (target.scope) {
    case "host":
      return place.host === target.value;
    case "domain":
      return place.host === target.value || place.host.endsWith(`.${target.value}`);
    case "url":
      return coversUrl(target.value, place);
  }
}

function coversUrl(value: string, place: Place): boolean {
  if (value.includes("?")) return value === placeValue(place);
  const withoutQuery = placeValue({ ...place, query: undefined });
  return value === withoutQuery || withoutQuery.startsWith(value.endsWith("/") ? value : `${value}/`);
}
