import { createRoute, z } from "@hono/zod-openapi";
import { ACTIONS, type Action } from "../../core/access/action.ts";
import { TOKEN_DAYS, type TokenView } from "../../core/access/token.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { TokenDeps } from "./deps.ts";
import { smallBody } from "./json-body.ts";
import { Name, Time } from "./session-schema.ts";

const ActionSchema = z.enum(ACTIONS as [Action, ...Action[]]);
const Token = z
  .object({
    id: z.string(),
    organisation: z.string(),
    label: z.string(),
    actions: z.array(ActionSchema),
    state: z.enum(["active", "expired", "revoked", "suspended"]),
    createdAt: Time,
    createdBy: z.string(),
    expiresAt: Time,
    revokedAt: Time.nullable(),
    usedAt: Time.nullable().openapi({ description: "Last use, to the hour" }),
  })
  .openapi("Token");
const Tokens = z.object({ tokens: z.array(Token) }).openapi("Tokens");
const NewToken = z
  .object({
    organisation: Name,
    label: z.string().trim().min(1).max(200).openapi({ example: "resolver in Karachi" }),
    actions: z
      .array(ActionSchema)
      .min(1)
      .optional()
      .openapi({ description: "Everything its organisation may, when absent" }),
    days: z.int().min(1).max(TOKEN_DAYS.most).default(TOKEN_DAYS.usual),
  })
  .openapi("NewToken");
const IssuedToken = z
  .object({
    id: z.string(),
    token: z.string().openapi({ description: "Shown this once" }),
    actions: z.array(ActionSchema),
    expiresAt: Time,
  })
  .openapi("IssuedToken");

/** Tokens of partners and subscribers. */
export function tokenRoutes(deps: TokenDeps): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/tokens",
      summary: "Tokens of all organisations, or of one",
      ...requires("token.read"),
      request: { query: z.object({ organisation: Name.optional() }) },
      responses: { 200: { description: "Newest first", content: json(Tokens) } },
    }),
    (c) => c.json({ tokens: deps.tokens(c.req.valid("query").organisation).map(shown) }, 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/tokens",
      summary: "Make a token",
      ...requires("token.write"),
      ...smallBody(NewToken),
      responses: { 201: { description: "The token, shown this once", content: json(IssuedToken) } },
    }),
    (c) => {
      const { expiresAt, actions, ...issued } = deps.issueToken(c.req.valid("json"), actorOf(c));
      return c.json({ ...issued, actions: [...actions], expiresAt: isoTime(expiresAt) }, 201);
    },
  );

  const params = z.object({
    id: z
      .string()
      .max(20)
      .openapi({ param: { name: "id", in: "path" }, example: "t12" }),
  });
  routes.openapi(
    createRoute({
      method: "delete",
      path: "/v1/tokens/{id}",
      summary: "Revoke a token, at once",
      ...requires("token.write"),
      request: { params },
      responses: { 204: { description: "It is revoked" } },
    }),
    (c) => {
      deps.revokeToken(c.req.valid("param").id, actorOf(c));
      return c.body(null, 204);
    },
  );

  return routes;
}

function shown(token: TokenView) {
  return {
    ...token,
    actions: [...token.actions],
    createdAt: isoTime(token.createdAt),
    expiresAt: isoTime(token.expiresAt),
    revokedAt: isoTimeOrNull(token.revokedAt),
    usedAt: isoTimeOrNull(token.usedAt),
  };
}
