import { type BatchLimits, batchStop } from "../core/guard/batch-stop.ts";
import { type BuildStage, type BuiltRelease, buildRelease } from "./build.ts";
import type { KeyDigester } from "./key-digest.ts";
import type { ReleaseRequest, ReleaseSource } from "./release-request.ts";

/** How much a release changes. Touched targets count, so that this is never too low. */
export type Extent = { readonly added: number; readonly removed: number };

/** What to look at before the work of building. */
export type Gate = {
  /** The watermark of the release before; undefined when there is none. */
  readonly since: number | undefined;
  /** Entries of the release before. */
  readonly listSize: number;
  /** Whether a release without a change is wanted. */
  readonly unchanged: boolean;
  readonly limits: BatchLimits;
  /** Whether a senior officer lets a batch above the limits go out. */
  readonly released: boolean;
};

export type Prepared =
  | { readonly kind: "unchanged" }
  | { readonly kind: "stopped"; readonly extent: Extent; readonly allowed: number }
  | {
      readonly kind: "built";
      readonly extent: Extent;
      /** Whether it goes out only because a senior officer says so. */
      readonly aboveLimits: boolean;
      readonly release: BuiltRelease;
    };

/** Builds a release if there is something to release and it is not too much at once. */
export async function prepareRelease(
  source: ReleaseSource,
  request: ReleaseRequest,
  gate: Gate,
  digester: KeyDigester,
  onStage?: (stage: BuildStage) => void,
): Promise<Prepared> {
  const known = gate.since === undefined ? undefined : extentOf(source, request, gate.since);
  if (known !== undefined) {
    const touched = known.added + known.removed > 0 || changedTerms(source, request, gate);
    if (!touched && !gate.unchanged) return { kind: "unchanged" };
    const stop = stopped(known, gate);
    if (stop !== undefined && !gate.released) return stop;
  }
  const release = await buildRelease(source, request, digester, onStage);
  // How large the first release is shows only now.
  const extent = known ?? { added: release.manifest.entries, removed: 0 };
  const stop = stopped(extent, gate);
  if (stop !== undefined && !gate.released) return stop;
  return { kind: "built", extent, aboveLimits: stop !== undefined, release };
}

function changedTerms(source: ReleaseSource, { list, watermark }: ReleaseRequest, { since }: Gate): boolean {
  return since !== undefined && source.termsChanged(list, since, watermark);
}

function stopped(extent: Extent, gate: Gate): Extract<Prepared, { kind: "stopped" }> | undefined {
  const outcome = batchStop({ listSize: gate.listSize, ...extent }, gate.limits);
  return outcome.kind === "stop" ? { kind: "stopped", extent, allowed: outcome.allowed } : undefined;
}

function extentOf(source: ReleaseSource, request: ReleaseRequest, since: number): Extent {
  const changes = source.touched(request.list, since, request.watermark);
  const added = changes.filter((change) => change.kind === "put").length;
  return { added, removed: changes.length - added };
}
