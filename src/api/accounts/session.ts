import { createRoute, type z } from "@hono/zod-openapi";
import type { Proof } from "../../core/access/second-factor.ts";
import { STAGES } from "../../core/access/session.ts";
import { type GuardDeps, ownOrigin } from "../guard.ts";
import { isoTime } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { forAnyone, forSession, type StaffContext, type StaffRoutes, sessionOf, staffRoutes } from "../staff-route.ts";
import type { SignInDeps } from "./deps.ts";
import { smallBody } from "./json-body.ts";
import { dropSession, startSession } from "./session-cookie.ts";
import { CurrentSession, PasskeyOptions, ProofBody, SessionStarted, SignIn, SteppedUp } from "./session-schema.ts";

const started = { 200: { description: "The session, its secret in the cookie", content: json(SessionStarted) } };

/** Signing in and out: password, then second factor; and a fresh second factor for what asks for one. */
export function sessionRoutes(deps: SignInDeps, { site, clientAddress }: GuardDeps): StaffRoutes {
  const routes = staffRoutes();
  const originOf = (c: StaffContext) => ({ address: clientAddress(c), agent: c.req.header("user-agent") ?? "" });

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/session",
      summary: "Sign in: name and password",
      ...forAnyone,
      ...smallBody(SignIn),
      responses: started,
    }),
    async (c) => c.json(startSession(c, site, await deps.signIn(c.req.valid("json"), originOf(c))), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/session/second-factor",
      summary: "Sign in: the second factor",
      ...forSession(["second_factor"]),
      ...smallBody(ProofBody),
      responses: started,
    }),
    async (c) => {
      const start = await deps.completeSignIn(sessionOf(c), proofOf(c.req.valid("json")), ownOrigin(c, site));
      return c.json(startSession(c, site, start), 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/session/passkey-options",
      summary: "What to ask the browser for, to give a passkey as second factor",
      ...forSession(["second_factor", "full"]),
      responses: { 200: { description: "Good for one answer", content: json(PasskeyOptions) } },
    }),
    async (c) => c.json(await deps.passkeyRequest(sessionOf(c), ownOrigin(c, site)), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/session/step-up",
      summary: "A fresh second factor, for approving, publishing and keys",
      ...forSession(),
      ...smallBody(ProofBody),
      responses: { 200: { description: "It counts until then", content: json(SteppedUp) } },
    }),
    async (c) => {
      const until = await deps.stepUp(sessionOf(c), proofOf(c.req.valid("json")), ownOrigin(c, site));
      return c.json({ steppedUpUntil: isoTime(until) }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/session",
      summary: "Who is signed in",
      ...forSession(STAGES),
      responses: { 200: { description: "The session", content: json(CurrentSession) } },
    }),
    (c) => {
      const { session, name, displayName, roles, organisation, stage, csrf, ...times } = sessionOf(c);
      const expiresAt = isoTime(times.expiresAt);
      const steppedUpUntil = times.steppedUpUntil === 0 ? null : isoTime(times.steppedUpUntil);
      const who = { id: session, name, displayName, roles: [...roles], organisation: organisation?.name ?? null };
      return c.json({ ...who, stage, csrf, expiresAt, steppedUpUntil }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "delete",
      path: "/v1/session",
      summary: "Sign out",
      ...forSession(STAGES),
      responses: { 204: { description: "The session has ended" } },
    }),
    (c) => {
      const caller = sessionOf(c);
      deps.endSession(caller, caller.session);
      dropSession(c, site);
      return c.body(null, 204);
    },
  );

  return routes;
}

/** The use case's form of what was sent as a second factor. */
export function proofOf(body: z.output<typeof ProofBody>): Proof {
  if (body.kind !== "passkey") return body;
  const { id, response } = body.credential;
  return { kind: "passkey", assertion: { id, ...response, userHandle: response.userHandle ?? null } };
}
