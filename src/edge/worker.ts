import { type Edge, type EdgeEnvironment, openEdge } from "./edge.ts";
import { type PackedAsset, packedAssets } from "./packed-assets.ts";

type Context = { readonly waitUntil: (work: Promise<unknown>) => void };

/** The worker's handlers, over the files that pages load (build/edge/worker.ts, which scripts/build-edge.ts writes). */
export function edgeWorker(packed: readonly PackedAsset[]) {
  const assets = packedAssets(packed);
  /** Kept between the requests of one isolate: the index is read once per release, not once per question. */
  let edge: Edge | undefined;

  return {
    async fetch(request: Request, environment: EdgeEnvironment, context: Context): Promise<Response> {
      edge ??= openEdge(environment, assets);
      const looking = edge.refresh(Date.now());
      // With something to answer from nobody waits for the next release, but the look has to outlive this answer.
      context.waitUntil(edge.settled());
      if (!edge.ready()) await looking;
      return edge.fetch(request);
    },
    async scheduled(_event: unknown, environment: EdgeEnvironment): Promise<void> {
      edge ??= openEdge(environment, assets);
      await edge.refresh(Date.now());
      await edge.settled();
    },
  };
}
