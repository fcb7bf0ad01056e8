import { createRoute, z } from "@hono/zod-openapi";
import { ORGANISATION_KINDS, type Organisation } from "../../core/access/organisation.ts";
import { CATEGORIES, type CategorySlug } from "../../core/category.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { OrganisationDeps } from "./deps.ts";
import { smallBody } from "./json-body.ts";
import { Name, Time } from "./session-schema.ts";

const Category = z.enum(CATEGORIES.map(({ slug }) => slug) as [CategorySlug, ...CategorySlug[]]);
const Mandate = z.array(Category).max(CATEGORIES.length);
const OrganisationSchema = z
  .object({
    name: z.string(),
    displayName: z.string(),
    kind: z.enum(ORGANISATION_KINDS),
    categories: z.array(Category).openapi({ description: "A partner's mandate" }),
    createdAt: Time,
    suspendedAt: Time.nullable(),
  })
  .openapi("Organisation");
const Organisations = z.object({ organisations: z.array(OrganisationSchema) }).openapi("Organisations");
const NewOrganisation = z
  .object({
    name: Name,
    displayName: z.string().trim().min(1).max(200),
    kind: z.enum(ORGANISATION_KINDS),
    categories: Mandate.default([]),
  })
  .openapi("NewOrganisation");
const OrganisationChange = z
  .strictObject({ suspended: z.boolean().optional(), categories: Mandate.optional() })
  .openapi("OrganisationChange");

/** Partners that ask for blocks, and subscribers that pull lists. */
export function organisationRoutes(deps: OrganisationDeps): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/organisations",
      summary: "All partners and subscribers",
      ...requires("organisation.read"),
      responses: { 200: { description: "By name", content: json(Organisations) } },
    }),
    (c) => c.json({ organisations: deps.organisations().map(shown) }, 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: "/v1/organisations",
      summary: "Make a partner or a subscriber",
      ...requires("organisation.write"),
      ...smallBody(NewOrganisation),
      responses: { 201: { description: "It is made", content: json(OrganisationSchema) } },
    }),
    (c) => c.json(shown(deps.createOrganisation(c.req.valid("json"), actorOf(c))), 201),
  );

  const changing = smallBody(OrganisationChange);
  const params = z.object({ name: Name.openapi({ param: { name: "name", in: "path" } }) });
  routes.openapi(
    createRoute({
      method: "patch",
      path: "/v1/organisations/{name}",
      summary: "Change the mandate, suspend, or lift the suspension",
      ...requires("organisation.write"),
      ...changing,
      request: { ...changing.request, params },
      responses: { 200: { description: "As it is now", content: json(OrganisationSchema) } },
    }),
    (c) => c.json(shown(deps.changeOrganisation(c.req.valid("param").name, c.req.valid("json"), actorOf(c))), 200),
  );

  return routes;
}

function shown({ name, displayName, kind, categories, createdAt, suspendedAt }: Organisation) {
  const times = { createdAt: isoTime(createdAt), suspendedAt: isoTimeOrNull(suspendedAt) };
  return { name, displayName, kind, categories: [...categories], ...times };
}
