import { createRoute, z } from "@hono/zod-openapi";
import type { MiddlewareHandler } from "hono";
import { findCategory } from "../../core/category.ts";
import { STATUSES } from "../../core/complaint/public-status.ts";
import { HifazatError } from "../../core/errors.ts";
import type { Helpline } from "../../core/helpline.ts";
import { smallBody } from "../accounts/json-body.ts";
import { FollowUpCode, referenceOf } from "../cases/schema.ts";
import { CSRF_HEADER, type GuardDeps, guard } from "../guard.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json, problems } from "../problem-schema.ts";
import { type StaffContext, type StaffEnv, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { ComplaintsDeps } from "./deps.ts";
import { ComplaintReceipt, ComplaintStatusBody, NewComplaint, WorkChallenge } from "./schema.ts";

/**
 * For anyone, without an account. A partner organisation sends with its token, or from its officer's session with the
 * header `csrf-token`: then the mandate holds, and no proof of work is asked for.
 */
export function complaintRoutes(
  deps: ComplaintsDeps,
  guardDeps: GuardDeps,
  helplines: readonly Helpline[],
): StaffRoutes {
  const routes = staffRoutes();
  const { clientAddress } = guardDeps;
  const childLines = helplines.filter(({ child }) => child).map(({ number, name }) => ({ name: name.en, number }));

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/challenge",
      summary: "A proof of work to do before sending a complaint or an appeal",
      responses: { 200: { description: "Good for one hour and once", content: json(WorkChallenge) } },
    }),
    async (c) => c.json((await deps.challenge(clientAddress(c))) as z.output<typeof WorkChallenge>, 200),
  );

  const body = smallBody(NewComplaint);
  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/complaints",
      summary: "Complain of something unlawful",
      description: "For anyone. With a partner's token the partner's mandate holds (action `complaint.submit`).",
      ...body,
      middleware: [body.middleware, ifSignedIn(guardDeps)] as const,
      responses: {
        201: { description: "It is received", content: json(ComplaintReceipt) },
        ...problems(400, 401, 403, 413, 415, 429),
      },
    }),
    async (c) => {
      const { proof, ...input } = c.req.valid("json");
      const sender = senderOf(c) ?? { kind: "public", address: clientAddress(c), proof };
      const { complaint, followUpCode, codes } = await deps.submitComplaint(input, sender);
      const isAbuse = findCategory(complaint.submittedAs)?.list === "sealed";
      const receipt = {
        reference: complaint.reference,
        followUpCode,
        receivedAt: isoTime(complaint.receivedAt),
        addresses: codes.map((code) => ({ understood: code === null, code })),
        helplines: isAbuse ? childLines : [],
      };
      return c.json(receipt, 201);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/complaints/{reference}",
      summary: "What became of a complaint",
      request: {
        params: z.object({ reference: referenceOf("C-7K3M-9Q2X") }),
        headers: z.object({ "follow-up-code": FollowUpCode }),
      },
      responses: { 200: { description: "Its status", content: json(ComplaintStatusBody) }, ...problems(400, 404, 429) },
    }),
    async (c) => {
      const code = c.req.valid("header")["follow-up-code"];
      const found = await deps.followComplaint(c.req.valid("param").reference, code, clientAddress(c));
      const { answer, status, receivedAt, concludedAt, ...rest } = found;
      const { en, ur } = STATUSES[status];
      const shown = answer === null ? null : { template: answer.slug, text: { en: answer.en, ur: answer.ur } };
      const times = { receivedAt: isoTime(receivedAt), concludedAt: isoTimeOrNull(concludedAt) };
      return c.json({ ...rest, status, text: { en, ur }, ...times, answer: shown }, 200);
    },
  );

  return routes;
}

/** Puts the guard before whoever shows a credential; anybody else goes on as nobody. */
function ifSignedIn(deps: GuardDeps): MiddlewareHandler<StaffEnv> {
  const asPartner = guard(deps, { kind: "action", action: "complaint.submit" });
  return (c, next) => {
    const shows = c.req.header("authorization") ?? c.req.header(CSRF_HEADER);
    return shows === undefined ? next() : asPartner(c, next);
  };
}

function senderOf(c: StaffContext) {
  // Unset when the guard was not asked.
  const caller = c.var.caller as StaffEnv["Variables"]["caller"] | undefined;
  if (caller?.kind !== "session" && caller?.kind !== "token") return undefined;
  const { actor, organisation } = caller;
  if (organisation === null) throw new HifazatError("forbidden", "Complain as an organisation, or without signing in.");
  return { kind: "partner", organisation, actor } as const;
}
