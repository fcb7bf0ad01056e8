import { HifazatError } from "../../core/errors.ts";

/**
 * OLPC canonical JSON, the form over which TUF signs (specification 4.2): members sorted, no spaces, whole numbers only,
 * and nothing escaped in strings but `\` and `"`.
 */
export function canonicalJson(value: unknown): string {
  if (value === null || typeof value === "boolean") return String(value);
  if (typeof value === "string") return quoted(value);
  if (typeof value === "number") {
    if (!Number.isSafeInteger(value)) throw new HifazatError("tuf_malformed", "a number in metadata is not whole");
    return JSON.stringify(value);
  }
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(",")}]`;
  const members = value as Readonly<Record<string, unknown>>;
  const names = Object.keys(members).sort();
  return `{${names.map((name) => `${quoted(name)}:${canonicalJson(members[name])}`).join(",")}}`;
}

const quoted = (text: string): string => `"${text.replace(/[\\"]/g, "\\$&")}"`;
