import { createRoute, z } from "@hono/zod-openapi";
import type { PolicyCommand } from "../../core/release/policy.ts";
import { smallBody } from "../accounts/json-body.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffContext, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { ReleasesDeps } from "./deps.ts";
import { PolicyDecided, Published, policyView, publishedView, Reasons, releaseProblems } from "./schema.ts";

const Batch = z
  .strictObject({
    watermark: z.int().min(0).openapi({ description: "`pending.watermark` as it was looked at" }),
    reasons: Reasons.optional(),
  })
  .openapi("BatchRelease");
const Rollback = z.strictObject({ to: z.int().min(1), reasons: Reasons }).openapi("Rollback");
const WithReasons = z.strictObject({ reasons: Reasons }).openapi("ReleaseReasons");

/** Publication as officers steer it. */
export function publicationRoutes(deps: ReleasesDeps): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/releases",
      summary: "Publish now what was decided, instead of on the schedule",
      description:
        "A batch above the limits, of additions or of removals, is held back and the rest goes out without it. `batch_stop` " +
        "when there is no rest: a senior officer releases it (POST /v1/releases/batch).",
      ...requires("release.publish"),
      responses: { 200: { description: "It is published", content: json(Published) }, ...releaseProblems },
    }),
    async (c) => c.json(publishedView(await deps.publishNow(actorOf(c))), 200),
  );

  const batch = smallBody(Batch);
  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/releases/batch",
      summary: "Let a batch above the limits go out, as far as it was looked at",
      ...requires("batch.release"),
      ...batch,
      responses: { 200: { description: "It is published", content: json(Published) }, ...releaseProblems },
    }),
    async (c) => {
      const { watermark, reasons = null } = c.req.valid("json");
      return c.json(publishedView(await deps.releaseBatch(watermark, actorOf(c), reasons)), 200);
    },
  );

  const decided = (description: string) => ({
    200: { description, content: json(PolicyDecided) },
    ...releaseProblems,
  });
  async function decide(c: StaffContext, command: PolicyCommand) {
    const { policy, outcome } = await deps.decide(command, actorOf(c));
    return { ...policyView(policy), published: outcome === null ? null : publishedView(outcome) };
  }

  const rollback = smallBody(Rollback);
  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/releases/rollback",
      summary: "Propose to publish the content of an earlier release as a new one",
      description:
        "Everything decided between that release and the rollback is set aside until two officers end the rollback; what " +
        "is decided afterwards is published as ever. Names that were cleared on appeal, suspended for one, or whose time " +
        "was over stay off the list.",
      ...requires("release.publish"),
      ...rollback,
      responses: decided("It waits for a senior officer"),
    }),
    async (c) => c.json(await decide(c, { kind: "propose_rollback", ...c.req.valid("json") }), 200),
  );

  const reasons = smallBody(WithReasons);
  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/releases/rollback/end",
      summary: "Propose to end the rollback that holds: what was set aside is published",
      ...requires("release.publish"),
      ...reasons,
      responses: decided("It waits for a senior officer"),
    }),
    async (c) => c.json(await decide(c, { kind: "propose_end", ...c.req.valid("json") }), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/releases/proposal/confirm",
      summary: "Confirm a rollback or its end, as a senior officer other than the one who proposed it",
      ...requires("batch.release"),
      responses: decided("It is published"),
    }),
    async (c) => c.json(await decide(c, { kind: "confirm" }), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/releases/proposal/drop",
      summary: "Drop what is proposed",
      ...requires("release.publish"),
      ...reasons,
      responses: decided("Nothing is proposed any more"),
    }),
    async (c) => c.json(await decide(c, { kind: "drop", ...c.req.valid("json") }), 200),
  );

  return routes;
}
