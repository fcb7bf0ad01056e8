import { createRoute, z } from "@hono/zod-openapi";
import type { GuardDeps } from "../guard.ts";
import { json } from "../problem-schema.ts";
import { forAnyone, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { EnrolmentDeps } from "./deps.ts";
import { smallBody } from "./json-body.ts";
import { startSession } from "./session-cookie.ts";
import { Name, OneTimeCode, Password, SessionStarted } from "./session-schema.ts";

const EnrolmentBody = z
  .object({ name: Name, code: OneTimeCode.openapi({ example: "7F2QK-0M4ZX-RT9AB-1CDEF" }), password: Password })
  .openapi("Enrolment");

/** Taking a new or reset account into use, with the code from the administrator. */
export function enrolmentRoutes(deps: EnrolmentDeps, { site, clientAddress }: GuardDeps): StaffRoutes {
  const routes = staffRoutes();
  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/enrolment",
      summary: "Take an account into use: choose a password",
      description: "Begins a session in which a second factor must be set up (POST /v1/second-factors/…) to end it.",
      ...forAnyone,
      ...smallBody(EnrolmentBody),
      responses: { 200: { description: "A session at the stage enrolling", content: json(SessionStarted) } },
    }),
    async (c) => {
      const origin = { address: clientAddress(c), agent: c.req.header("user-agent") ?? "" };
      return c.json(startSession(c, site, await deps.enrol(c.req.valid("json"), origin)), 200);
    },
  );
  return routes;
}
