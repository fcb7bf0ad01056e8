import { OpenAPIHono } from "@hono/zod-openapi";
import type { Context } from "hono";
import type { Action, Reach } from "../core/access/action.ts";
import type { Caller, SessionCaller } from "../core/access/caller.ts";
import { type Access, permit } from "../core/access/permit.ts";
import type { Stage } from "../core/access/session.ts";
import { HifazatError } from "../core/errors.ts";
import { problem } from "./problem.ts";

/**
 * How a route file of the staff half is written:
 *
 *     export function orderRoutes(deps: OrderDeps): StaffRoutes {
 *       const routes = staffRoutes();
 *       routes.openapi(
 *         createRoute({ method: "post", path: "/v1/orders/{id}/approve", ...requires("order.approve"), request, responses }),
 *         (c) => c.json(deps.approve(c.req.valid("param").id, actorOf(c)), 200),
 *       );
 *       return routes;
 *     }
 *
 * and added to the list in staff.ts. The route says only what it asks for (`requires`, `forSession`, `forAnyone`,
 * `forPublic`) and
 * what it answers when all is well. staff.ts puts the guard in front of it, refuses to start when a route says nothing,
 * adds the refusals to the OpenAPI document, and turns what a handler throws (HifazatError) into a problem document.
 * When `c.var.reach` is `own`, the handler shows and changes only what belongs to `organisationOf(c)`.
 */
export type StaffEnv = {
  Variables: {
    caller: Caller;
    /** How far the action that the route asks for goes; `own` where it asks for none. */
    reach: Reach;
    /** When the request came, in seconds since the epoch. */
    at: number;
  };
};
export type StaffRoutes = OpenAPIHono<StaffEnv>;
export type StaffContext = Context<StaffEnv>;

export function staffRoutes(): StaffRoutes {
  return new OpenAPIHono<StaffEnv>({
    defaultHook: (result) => {
      if (result.success) return;
      const [issue] = result.error.issues;
      // The path names a member; the message never repeats its value.
      const where = [result.target, ...(issue?.path ?? [])].join(".");
      return problem("bad_request", `${where}: ${issue?.message ?? "is not what is expected"}`);
    },
  });
}

/** The member of a route's definition that the guard reads. */
export const ACCESS_KEY = "x-access";

const declared = (access: Access) => ({ [ACCESS_KEY]: access }) as const;

/** For whoever has a role, or a token, that allows the action (core/access/action.ts). */
export const requires = (action: Action) => declared({ kind: "action", action });

/** For what is a person's own, whatever the roles. `stepUp`: at the stage `full` with a fresh second factor only. */
export const forSession = (stages: readonly Stage[] = ["full"], stepUp?: "step-up") =>
  declared(stepUp === undefined ? { kind: "session", stages } : { kind: "session", stages, stepUp: true });

/** For the few calls that a sign-in begins with. */
export const forAnyone = declared({ kind: "anyone" });

/** For everybody, such as complaints: `c.var.caller` is anonymous unless a token or a session of ours says otherwise. */
export const forPublic = declared({ kind: "public" });

/** How far the caller may go beyond what the route asks for; undefined: not at all. */
export function mayAlso(c: StaffContext, action: Action): Reach | undefined {
  const permission = permit({ kind: "action", action }, c.var.caller, c.var.at);
  return permission.kind === "granted" ? permission.reach : undefined;
}

/** Who stands in the record under what this request does. */
export function actorOf(c: StaffContext): string {
  const { caller } = c.var;
  if (caller.kind === "session" || caller.kind === "token") return caller.actor;
  throw new HifazatError("unauthenticated", "Sign in first.");
}

export function sessionOf(c: StaffContext): SessionCaller {
  const { caller } = c.var;
  if (caller.kind === "session") return caller;
  throw new HifazatError("unauthenticated", "Sign in first.");
}

/** The organisation that the caller belongs to or is; null for the registry's own staff. */
export function organisationOf(c: StaffContext) {
  const { caller } = c.var;
  return caller.kind === "session" || caller.kind === "token" ? caller.organisation : null;
}
