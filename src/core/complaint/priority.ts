import type { ListName } from "../list-name.ts";

/** As for CyberTipline reports: `high` goes before everything else on the desk. */
export const PRIORITIES = ["high", "normal"] as const;
export type Priority = (typeof PRIORITIES)[number];

/** What somebody who reports child abuse can tick. */
export const SIGNS = ["child_in_danger", "live_stream", "child_known", "new_material"] as const;
export type Sign = (typeof SIGNS)[number];

/** A child that can still be helped comes first. */
const URGENT: readonly Sign[] = ["child_in_danger", "live_stream", "child_known"];

export function priorityOf(list: ListName, signs: readonly Sign[]): Priority {
  return list === "sealed" && signs.some((sign) => URGENT.includes(sign)) ? "high" : "normal";
}
