import { createRoute, z } from "@hono/zod-openapi";
import { APPEAL_STATUSES } from "../../core/appeal/public-status.ts";
import { smallBody } from "../accounts/json-body.ts";
import { FollowUpCode, referenceOf } from "../cases/schema.ts";
import type { GuardDeps } from "../guard.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json, problems } from "../problem-schema.ts";
import { type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { AppealsDeps } from "./deps.ts";
import { AppealReceipt, AppealStatusBody, NewAppeal } from "./schema.ts";

/** For anyone, without an account. */
export function appealRoutes(deps: AppealsDeps, { clientAddress }: Pick<GuardDeps, "clientAddress">): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/appeals",
      summary: "Ask for the removal of a block",
      ...smallBody(NewAppeal),
      responses: {
        201: { description: "It is received", content: json(AppealReceipt) },
        ...problems(400, 401, 403, 413, 415, 429),
      },
    }),
    async (c) => {
      const { proof, ...input } = c.req.valid("json");
      const from = { address: clientAddress(c), proof };
      const { appeal, followUpCode, entry } = await deps.submitAppeal(input, from);
      const times = { receivedAt: isoTime(appeal.receivedAt), answerBy: isoTime(appeal.clock.dueAt) };
      const id = entry === null ? null : `e${entry}`;
      return c.json({ reference: appeal.reference, followUpCode, ...times, entry: id }, 201);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/appeals/{reference}",
      summary: "What became of an appeal",
      request: {
        params: z.object({ reference: referenceOf("A-7K3M-9Q2X") }),
        headers: z.object({ "follow-up-code": FollowUpCode }),
      },
      responses: { 200: { description: "Its status", content: json(AppealStatusBody) }, ...problems(400, 404, 429) },
    }),
    async (c) => {
      const code = c.req.valid("header")["follow-up-code"];
      const found = await deps.followAppeal(c.req.valid("param").reference, code, clientAddress(c));
      const { reference, status } = found;
      const { en, ur } = APPEAL_STATUSES[status];
      const times = { receivedAt: isoTime(found.receivedAt), answerBy: isoTime(found.dueAt) };
      const courtUntil = isoTimeOrNull(found.courtUntil);
      return c.json({ reference, status, text: { en, ur }, ...times, courtUntil }, 200);
    },
  );

  return routes;
}
