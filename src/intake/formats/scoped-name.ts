import type { NameOptions } from "./reader.ts";

const MORE_THAN_A_NAME = /^[.=|]|[\s/:*@?#,]/;

/** Marks a bare name as exact (`=name`) when its source declares exact names; anything else stays as it came. */
export function scopedName(name: string, scope: NameOptions["scope"]): string {
  return scope === "host" && !MORE_THAN_A_NAME.test(name) ? `=${name}` : name;
}
