import { readHost } from "../target/host.ts";

/** One name of a guard list. `below`: the names below it are meant as well. */
export type GuardRule = { readonly name: string; readonly below: boolean };

/**
 * Reads one line of a guard list: a name, or `.name` and `*.name` for the name and everything below it, as the MISP
 * warning lists write it. Public suffixes are allowed (`.gov.pk`). Undefined when it is no name.
 */
export function parseGuardRule(text: string): GuardRule | undefined {
  const trimmed = text.trim();
  const below = trimmed.startsWith(".") ? 1 : trimmed.startsWith("*.") ? 2 : 0;
  const reading = readHost(trimmed.slice(below));
  return reading.kind === "name" ? { name: reading.name, below: below > 0 } : undefined;
}

/** The rules in a text of names separated by white space. For the lists in `defaults/`, where every name must be one. */
export function rulesOf(text: string): GuardRule[] {
  return text
    .trim()
    .split(/\s+/)
    .map((name) => {
      const rule = parseGuardRule(name);
      if (rule === undefined) throw new RangeError(`no name: ${name}`);
      return rule;
    });
}
