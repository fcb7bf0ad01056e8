import { HifazatError } from "../../core/errors.ts";
import type { Change } from "../../protocol/delta.ts";
import type { ListLine } from "../../protocol/list.ts";
import { excerpts } from "../list/excerpt.ts";
import { type Format, lineRendering } from "../render/formats.ts";
import type { LineRendering, Rendered, RenderSource, Tally } from "../render/rendering.ts";

/** What has to be done to a file of lines, in its order. */
export type PatchStep = { readonly kind: "keep" | "drop" | "add"; readonly line: string };

/** How one rendering becomes another: the lines of each that are near a change, and what lies between them. */
export type FilePatch = {
  readonly before: readonly string[];
  readonly after: readonly string[];
  readonly steps: readonly PatchStep[];
  readonly tally: Tally;
  /** The last record with its line feed. */
  readonly tail: Rendered["tail"];
};

/** A rendering that is there already. */
export type RenderedBefore = {
  readonly list: Uint8Array;
  readonly release: number;
  readonly serial: number;
  readonly tally: Tally;
};

/**
 * The patch that makes of the file rendered from `before` the one that `source` and `serial` would give, byte for byte,
 * without rendering a million lines that are the same in both. `lines` gives those of an excerpt that are to be rendered. Undefined where only
 * a whole rendering will do: a format that is no lines, names that are to pass, too many changes.
 */
export function filePatch(
  before: RenderedBefore,
  next: { readonly list: Uint8Array; readonly source: RenderSource; readonly serial: number },
  changes: readonly Change[],
  format: Format,
  lines: (excerpt: readonly ListLine[]) => readonly ListLine[],
): FilePatch | undefined {
  const { source, serial } = next;
  // What passes hangs together with names far away.
  if (source.passes.length > 0) return undefined;
  const rendering = (excerpt: readonly ListLine[], release: number, number: number): LineRendering | undefined =>
    lineRendering({ ...source, release, lines: () => lines(excerpt) }, format, number);
  const carried = (excerpt: readonly ListLine[]): number =>
    whole(rendering(excerpt, source.release, serial)).tally.carried;
  if (rendering([], source.release, serial) === undefined) return undefined;
  const carries = (above: readonly ListLine[], line: ListLine): boolean => carried([...above, line]) > carried(above);
  const parts = excerpts(before.list, next.list, changes, carries);
  if (parts === undefined) return undefined;
  const old = whole(rendering(parts.before, before.release, before.serial));
  const fresh = whole(rendering(parts.after, source.release, serial));
  const steps = stepsBetween(old.lines, fresh.lines);
  return (
    steps && {
      before: old.lines,
      after: fresh.lines,
      steps,
      tally: moved(before.tally, old.tally, fresh.tally),
      tail: Buffer.from(`${fresh.lines.at(-1)}\n`),
    }
  );
}

function whole(rendering: LineRendering | undefined): { lines: string[]; tally: Tally } {
  const lines: string[] = [];
  if (rendering === undefined) throw new HifazatError("internal", "a format of lines gave none");
  for (;;) {
    const next = rendering.next();
    if (next.done) return { lines, tally: next.value };
    lines.push(next.value);
  }
}

/**
 * Lines that both have must stand in the same order in both; undefined when they do not. What comes is put right behind the
 * line it follows, before anything is looked for further on.
 */
function stepsBetween(before: readonly string[], after: readonly string[]): PatchStep[] | undefined {
  const places = new Map(after.map((line, at) => [line, at]));
  const common = before.flatMap((line) => places.get(line) ?? []);
  if (common.some((place, at) => place <= (common[at - 1] ?? -1))) return undefined;
  const kept = new Set(common);
  const steps: PatchStep[] = [];
  let at = 0;
  const add = (): void => {
    for (; at < after.length && !kept.has(at); at++) steps.push({ kind: "add", line: after[at] ?? "" });
  };
  add();
  for (const line of before) {
    if (!places.has(line)) steps.push({ kind: "drop", line });
    else {
      steps.push({ kind: "keep", line });
      at++;
      add();
    }
  }
  return steps;
}

/** The tally of the whole file, by what has changed in the excerpt. */
function moved(file: Tally, before: Tally, after: Tally): Tally {
  const rejected = { ...file.rejected };
  for (const [sign, tally] of [
    [-1, before],
    [1, after],
  ] as const)
    for (const reason of Object.keys(tally.rejected) as (keyof Tally["rejected"])[])
      rejected[reason] = (rejected[reason] ?? 0) + sign * (tally.rejected[reason] ?? 0);
  return {
    carried: file.carried + after.carried - before.carried,
    covered: file.covered + after.covered - before.covered,
    narrowed: file.narrowed + after.narrowed - before.narrowed,
    rejected: Object.fromEntries(Object.entries(rejected).filter(([, number]) => number !== 0)),
    unpassed: file.unpassed,
  };
}
