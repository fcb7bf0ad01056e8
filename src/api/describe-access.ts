import type { OpenAPIHono } from "@hono/zod-openapi";
import { needsStepUp, reachOf, rolesThatMay } from "../core/access/action.ts";
import type { Access } from "../core/access/permit.ts";
import { CSRF_HEADER } from "./guard.ts";
import { Problem } from "./problem-schema.ts";
import { ACCESS_KEY, type StaffEnv } from "./staff-route.ts";

const content = { "application/problem+json": { schema: Problem } };

/** Says in the OpenAPI document who may use each route, how they prove it, and how they are refused. */
export function describeAccess(staff: OpenAPIHono<StaffEnv>, cookie: string): void {
  staff.openAPIRegistry.registerComponent("securitySchemes", "session", {
    type: "apiKey",
    in: "cookie",
    name: cookie,
    description: `A person's session (POST /v1/session). What changes something repeats \`csrf\` in the header ${CSRF_HEADER}.`,
  });
  staff.openAPIRegistry.registerComponent("securitySchemes", "token", {
    type: "http",
    scheme: "bearer",
    description: "A partner's or subscriber's token",
  });
  for (const definition of staff.openAPIRegistry.definitions) {
    if (definition.type !== "route") continue;
    const { route } = definition;
    const access: Access = route[ACCESS_KEY];
    Object.assign(route, {
      description: [route.description, sentence(access)].filter(Boolean).join("\n\n"),
      security: schemes(access).map((scheme) => ({ [scheme]: [] })),
      responses: { ...refusals(access), ...failures(route.method), ...route.responses },
    });
  }
}

function sentence(access: Access): string {
  switch (access.kind) {
    case "anyone":
      return "For anyone.";
    case "public":
      return "For everybody. A token, or a session with its csrf value, says who asks.";
    case "session":
      return `For a session at the stage ${access.stages.join(" or ")}${access.stepUp ? ", with a fresh second factor" : ""}.`;
    case "action": {
      const roles = rolesThatMay(access.action).map((role) =>
        reachOf([role], access.action) === "own" ? `${role} (its own)` : role,
      );
      const fresh = needsStepUp(access.action) ? " Needs a fresh second factor (POST /v1/session/step-up)." : "";
      return `Action \`${access.action}\`: ${roles.join(", ")}.${fresh}`;
    }
  }
}

function schemes(access: Access): string[] {
  if (access.kind === "anyone" || access.kind === "public") return [];
  if (access.kind === "session") return ["session"];
  const machines = rolesThatMay(access.action).some((role) => role === "partner" || role === "subscriber");
  return machines && !needsStepUp(access.action) ? ["session", "token"] : ["session"];
}

/** What any route can come to, whoever asks; a route that has more to say of one of them says it itself. */
function failures(method: string) {
  const any = {
    404: { description: "`not_found`: what the request names is not there", content },
    503: { description: "`unavailable`: try again in a moment", content },
  };
  if (method === "get") return any;
  return {
    ...any,
    409: { description: "`conflict`, or a code that says what does not fit", content },
    413: { description: "`too_large`", content },
    415: { description: "`unsupported_media_type`", content },
    422: { description: "A code that says what is missing or cannot be taken", content },
  };
}

function refusals(access: Access) {
  const asked = { 400: { description: "`bad_request`", content }, 429: { description: "`rate_limited`", content } };
  const forged = { description: "`csrf_refused`, `forbidden`", content };
  if (access.kind === "anyone") return { ...asked, 401: { description: "`sign_in_refused`", content }, 403: forged };
  if (access.kind === "public")
    return { ...asked, 401: { description: "`unauthenticated`: a bad token", content }, 403: forged };
  return {
    ...asked,
    401: { description: "`unauthenticated`, `second_factor_required`, `token_expired`, `token_revoked`", content },
    403: { description: "`forbidden`, `step_up_required`, `csrf_refused`, `suspended`", content },
  };
}
