import { createRoute, z } from "@hono/zod-openapi";
import { isoTime } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { forSession, type StaffRoutes, sessionOf, staffRoutes } from "../staff-route.ts";
import type { OwnSessionsDeps } from "./deps.ts";
import { smallBody } from "./json-body.ts";
import { Password, Time } from "./session-schema.ts";

const Session = z
  .object({
    id: z.string(),
    createdAt: Time,
    seenAt: Time,
    expiresAt: Time,
    address: z.string(),
    agent: z.string(),
    current: z.boolean(),
  })
  .openapi("Session");
const Sessions = z.object({ sessions: z.array(Session) }).openapi("Sessions");
const SessionId = z
  .string()
  .max(100)
  .openapi({ param: { name: "id", in: "path" } });
const PasswordChange = z.object({ present: Password, password: Password }).openapi("PasswordChange");

/** A person's own sessions and password. */
export function ownSessionRoutes(deps: OwnSessionsDeps): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/sessions",
      summary: "Where one is signed in",
      ...forSession(),
      responses: { 200: { description: "Open sessions, newest first", content: json(Sessions) } },
    }),
    (c) => {
      const sessions = deps.sessions(sessionOf(c)).map((session) => ({
        ...session,
        createdAt: isoTime(session.createdAt),
        seenAt: isoTime(session.seenAt),
        expiresAt: isoTime(session.expiresAt),
      }));
      return c.json({ sessions }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "delete",
      path: "/v1/sessions",
      summary: "Sign out everywhere else",
      ...forSession(),
      responses: { 200: { description: "How many ended", content: json(z.object({ ended: z.int() })) } },
    }),
    (c) => c.json({ ended: deps.endOtherSessions(sessionOf(c)) }, 200),
  );

  routes.openapi(
    createRoute({
      method: "delete",
      path: "/v1/sessions/{id}",
      summary: "End one session",
      ...forSession(),
      request: { params: z.object({ id: SessionId }) },
      responses: { 204: { description: "It has ended" } },
    }),
    (c) => {
      deps.endSession(sessionOf(c), c.req.valid("param").id);
      return c.body(null, 204);
    },
  );

  routes.openapi(
    createRoute({
      method: "put",
      path: "/v1/password",
      summary: "Change the password; every other session ends",
      ...forSession(),
      ...smallBody(PasswordChange),
      responses: { 204: { description: "It is changed" } },
    }),
    async (c) => {
      await deps.changePassword(sessionOf(c), c.req.valid("json"));
      return c.body(null, 204);
    },
  );

  return routes;
}
