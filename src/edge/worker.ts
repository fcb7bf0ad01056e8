import { type Edge, type EdgeEnvironment, openEdge } from "./edge.ts";

type Context = { readonly waitUntil: (work: Promise<unknown>) => void };

/** Kept between the requests of one isolate: the index is read once per release, not once per question. */
let edge: Edge | undefined;

export default {
  async fetch(request: Request, environment: EdgeEnvironment, context: Context): Promise<Response> {
    edge ??= openEdge(environment);
    const looking = edge.refresh(Date.now());
    // With something to answer from nobody waits for the next release, but the look has to outlive this answer.
    context.waitUntil(edge.settled());
    if (!edge.ready()) await looking;
    return edge.fetch(request);
  },
  async scheduled(_event: unknown, environment: EdgeEnvironment): Promise<void> {
    edge ??= openEdge(environment);
    await edge.refresh(Date.now());
    await edge.settled();
  },
};
