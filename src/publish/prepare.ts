import { type BatchLimits, batchStop } from "../core/guard/batch-stop.ts";
import type { ListName } from "../core/list-name.ts";
import { type BuildStage, type BuiltRelease, buildRelease } from "./build.ts";
import type { ListDigester } from "./list-digest.ts";
import type { ReleaseRequest, ReleaseSource } from "./release-request.ts";
import type { SealedList, SealOrder } from "./sealed/sealed-facts.ts";

/** How much a release changes. Touched targets count, so that this is never too low. */
export type Extent = { readonly added: number; readonly removed: number };

/** What to look at before the work of building. */
export type Gate = {
  /** The watermark of the release before; undefined when there is none. */
  readonly since: number | undefined;
  /** Entries of the release before. */
  readonly listSize: number;
  /** Entries of the sealed list of the release before; undefined when it had none. */
  readonly sealedSize?: number | undefined;
  /** Whether a release without a change is wanted. */
  readonly unchanged: boolean;
  readonly limits: BatchLimits;
  /** Whether a senior officer lets a batch above the limits go out. */
  readonly released: boolean;
};

export type Prepared =
  | { readonly kind: "unchanged" }
  | { readonly kind: "stopped"; readonly list: ListName; readonly extent: Extent; readonly allowed: number }
  | {
      readonly kind: "built";
      readonly extent: Extent;
      /** Whether it goes out only because a senior officer says so. */
      readonly aboveLimits: boolean;
      readonly release: BuiltRelease;
      readonly sealed: SealedList | undefined;
    };

/** Builds a release if there is something to release and it is not too much at once. */
export async function prepareRelease(
  source: ReleaseSource,
  request: ReleaseRequest,
  gate: Gate,
  digester: ListDigester,
  onStage?: (stage: BuildStage) => void,
): Promise<Prepared> {
  const known = gate.since === undefined ? undefined : extentOf(source, request, request.list, gate.since);
  const sealedKnown = sealedExtent(source, request, gate);
  if (known !== undefined) {
    const touched = sizeOf(known) + sizeOf(sealedKnown) > 0 || changedTerms(source, request, gate);
    if (!touched && !gate.unchanged) return { kind: "unchanged" };
    const stop = stopped("general", known, gate.listSize, gate) ?? stoppedSealed(sealedKnown, gate);
    if (stop !== undefined && !gate.released) return stop;
  }
  const release = await buildRelease(source, request, digester, onStage);
  const sealed = request.sealed && (await sealedOf(source, request, request.sealed));
  // How large the first release of a list is shows only now.
  const extent = known ?? { added: release.manifest.entries, removed: 0 };
  const sealedNow = sealedKnown ?? (sealed && { added: sealed.entries, removed: 0 });
  const stop = stopped("general", extent, gate.listSize, gate) ?? stoppedSealed(sealedNow, gate);
  if (stop !== undefined && !gate.released) return stop;
  return { kind: "built", extent, aboveLimits: stop !== undefined, release, sealed };
}

/** Loaded by registries with subscribers' keys alone: the cipher is not needed for the rest of a release. */
async function sealedOf(source: ReleaseSource, request: ReleaseRequest, order: SealOrder): Promise<SealedList> {
  const { sealList } = await import("./sealed/seal-list.ts");
  return sealList(source, request, order);
}

function changedTerms(source: ReleaseSource, { list, watermark }: ReleaseRequest, { since }: Gate): boolean {
  return since !== undefined && source.termsChanged(list, since, watermark);
}

const sizeOf = (extent: Extent | undefined): number => (extent === undefined ? 0 : extent.added + extent.removed);

function stopped(list: ListName, extent: Extent, listSize: number, { limits }: Gate) {
  const outcome = batchStop({ listSize, ...extent }, limits);
  return outcome.kind === "stop" ? ({ kind: "stopped", list, extent, allowed: outcome.allowed } as const) : undefined;
}

const stoppedSealed = (extent: Extent | undefined, gate: Gate) =>
  extent && stopped("sealed", extent, gate.sealedSize ?? 0, gate);

/** Undefined when nobody has the list: before, or now. */
function sealedExtent(source: ReleaseSource, request: ReleaseRequest, gate: Gate): Extent | undefined {
  if (request.sealed === undefined || gate.since === undefined || gate.sealedSize === undefined) return undefined;
  return extentOf(source, request, "sealed", gate.since);
}

function extentOf(source: ReleaseSource, request: ReleaseRequest, list: ListName, since: number): Extent {
  const changes = source.touched(list, since, request.watermark);
  const added = changes.filter((change) => change.kind === "put").length;
  return { added, removed: changes.length - added };
}
