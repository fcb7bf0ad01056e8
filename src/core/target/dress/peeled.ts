import type { NoteCode, RefusalCode } from "../refusal.ts";

/**
 * What a text says once its dress is off. `anything` may be a name or a URL; `domain` and `host` must be a bare name,
 * because the dress said so (`||name^`, `=name`).
 */
export type Peeled =
  | {
      readonly kind: "peeled";
      readonly text: string;
      readonly as: "anything" | "domain" | "host";
      readonly notes: readonly NoteCode[];
    }
  | { readonly kind: "refused"; readonly code: RefusalCode };

const NO_NOTES: readonly NoteCode[] = Object.freeze([]);

export function refused(code: RefusalCode): Peeled {
  return { kind: "refused", code };
}

export function anything(text: string, notes: readonly NoteCode[] = NO_NOTES): Peeled {
  return { kind: "peeled", text, as: "anything", notes };
}

/** A name with everything below it, of which `*.name` and `.name` are spellings. */
export function domain(text: string, notes: readonly NoteCode[] = NO_NOTES): Peeled {
  if (text.startsWith("*."))
    return { kind: "peeled", text: text.slice(2), as: "domain", notes: ["wildcard", ...notes] };
  return { kind: "peeled", text: text.startsWith(".") ? text.slice(1) : text, as: "domain", notes };
}

/** That name only. */
export function host(text: string, notes: readonly NoteCode[] = NO_NOTES): Peeled {
  return { kind: "peeled", text, as: "host", notes };
}
