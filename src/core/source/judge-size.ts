import type { QuarantineCode } from "./outcome.ts";
import type { SourceBounds } from "./source.ts";

/**
 * Whether a body with so many names can be this source's list; undefined when it can. `before`: names of the body that was
 * applied last, null before the first.
 */
export function judgeSize(
  { least, most, shrink, growth }: SourceBounds,
  names: number,
  before: number | null,
): QuarantineCode | undefined {
  if (names < least || names > most) return "source_size";
  if (before === null) return undefined;
  if (names < before * (1 - shrink)) return "source_shrunk";
  if (names > before * (1 + growth)) return "source_grown";
  return undefined;
}
