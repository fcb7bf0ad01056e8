import { createRoute, z } from "@hono/zod-openapi";
import type { Account } from "../../core/access/account.ts";
import { ROLES } from "../../core/access/role.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { AccountAdminDeps } from "./deps.ts";
import { smallBody } from "./json-body.ts";
import { Name, Time } from "./session-schema.ts";

const AccountSchema = z
  .object({
    name: z.string(),
    displayName: z.string(),
    roles: z.array(z.enum(ROLES)),
    organisation: z.string().nullable(),
    enrolled: z.boolean().openapi({ description: "A password and a second factor are in place" }),
    createdAt: Time,
    createdBy: z.string(),
    suspendedAt: Time.nullable(),
  })
  .openapi("Account");
const Accounts = z.object({ accounts: z.array(AccountSchema) }).openapi("Accounts");
const Roles = z.array(z.enum(ROLES)).min(1).max(ROLES.length);
const NewAccount = z
  .object({
    name: Name,
    displayName: z.string().trim().min(1).max(200),
    roles: Roles,
    organisation: Name.optional().openapi({ description: "For the role partner: the partner it belongs to" }),
  })
  .openapi("NewAccount");
const AccountChange = z
  .strictObject({ roles: Roles.optional(), suspended: z.boolean().optional() })
  .openapi("AccountChange");
const EnrolmentCode = z
  .object({ name: z.string(), code: z.string().openapi({ description: "Shown this once" }), expiresAt: Time })
  .openapi("EnrolmentCode");
const ByName = { params: z.object({ name: Name.openapi({ param: { name: "name", in: "path" } }) }) };

/** Staff accounts, as administrators make and change them. */
export function accountRoutes(deps: AccountAdminDeps): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/accounts",
      summary: "All accounts",
      ...requires("account.read"),
      responses: { 200: { description: "By name", content: json(Accounts) } },
    }),
    (c) => c.json({ accounts: deps.accounts().map(shown) }, 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/accounts",
      summary: "Make an account",
      description: "Its owner chooses the password, with the one-time code that is answered (POST /v1/enrolment).",
      ...requires("account.write"),
      ...smallBody(NewAccount),
      responses: { 201: { description: "The code to enrol with", content: json(EnrolmentCode) } },
    }),
    (c) => {
      const { organisation = null, ...request } = c.req.valid("json");
      return c.json(code(deps.createAccount({ ...request, organisation }, actorOf(c))), 201);
    },
  );

  const changing = smallBody(AccountChange);
  routes.openapi(
    createRoute({
      method: "patch",
      path: "/v1/accounts/{name}",
      summary: "Give other roles, suspend, or lift the suspension",
      ...requires("account.write"),
      ...changing,
      request: { ...changing.request, ...ByName },
      responses: { 200: { description: "The account as it is now", content: json(AccountSchema) } },
    }),
    (c) => c.json(shown(deps.changeAccount(c.req.valid("param").name, c.req.valid("json"), actorOf(c))), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/accounts/{name}/reset",
      summary: "Take password, second factors and sessions away, and enrol anew",
      ...requires("account.write"),
      request: ByName,
      responses: { 200: { description: "The code to enrol with", content: json(EnrolmentCode) } },
    }),
    (c) => c.json(code(deps.resetAccount(c.req.valid("param").name, actorOf(c))), 200),
  );

  return routes;
}

function shown({ name, displayName, roles, organisation, enrolled, createdBy, ...times }: Account) {
  return {
    name,
    displayName,
    roles: [...roles],
    organisation: organisation?.name ?? null,
    enrolled,
    createdAt: isoTime(times.createdAt),
    createdBy,
    suspendedAt: isoTimeOrNull(times.suspendedAt),
  };
}

const code = ({ expiresAt, ...enrolment }: ReturnType<AccountAdminDeps["resetAccount"]>) => ({
  ...enrolment,
  expiresAt: isoTime(expiresAt),
});
