import { createRoute, z } from "@hono/zod-openapi";
import type { SealedKeyView } from "../../core/access/sealed-key.ts";
import { smallBody } from "../accounts/json-body.ts";
import { Name, Time } from "../accounts/session-schema.ts";
import { isoTime, isoTimeOrNull } from "../iso-time.ts";
import { json, problems } from "../problem-schema.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { SealedKeyDeps } from "./deps.ts";

const Id = z.string().max(20).openapi({ example: "k12" });
const SealedKey = z
  .object({
    id: Id,
    recipient: z.string().openapi({ description: "age public key" }),
    enrolledAt: Time,
    enrolledBy: z.string(),
    removedAt: Time.nullable(),
    removedBy: z.string().nullable(),
  })
  .openapi("SealedKey");
const SealedKeys = z.object({ keys: z.array(SealedKey) }).openapi("SealedKeys");
const NewSealedKey = z
  .strictObject({
    key: z.string().min(1).max(4_096).openapi({ description: "The line that begins with age1, from age-keygen" }),
    replaces: Id.optional().openapi({ description: "Taken off in the same moment" }),
  })
  .openapi("NewSealedKey");

const PATH = "/v1/organisations/{name}/sealed-keys";
const name = Name.openapi({ param: { name: "name", in: "path" } });

/** The keys to which the sealed list is encrypted. Whoever's key is enrolled reads that list. */
export function sealedKeyRoutes(deps: SealedKeyDeps): StaffRoutes {
  const routes = staffRoutes();

  routes.openapi(
    createRoute({
      method: "get",
      path: PATH,
      summary: "A subscriber's keys for the sealed list",
      ...requires("sealed_key.read"),
      request: { params: z.object({ name }) },
      responses: { 200: { description: "Oldest first", content: json(SealedKeys) }, ...problems(404) },
    }),
    (c) => c.json({ keys: deps.sealedKeys(c.req.valid("param").name).map(shown) }, 200),
  );

  const adding = smallBody(NewSealedKey);
  routes.openapi(
    createRoute({
      method: "post",
      path: PATH,
      summary: "Enrol a key, or exchange one; compare it with its owner by telephone first",
      ...requires("sealed_key.write"),
      ...adding,
      request: { ...adding.request, params: z.object({ name }) },
      responses: {
        201: { description: "Counts from the next release on", content: json(SealedKey) },
        ...problems(404),
      },
    }),
    async (c) => {
      const made = await deps.enrolSealedKey(c.req.valid("param").name, c.req.valid("json"), actorOf(c));
      return c.json(shown(made), 201);
    },
  );

  routes.openapi(
    createRoute({
      method: "delete",
      path: `${PATH}/{id}`,
      summary: "Take a key off: it opens no later release",
      ...requires("sealed_key.write"),
      request: { params: z.object({ name, id: Id.openapi({ param: { name: "id", in: "path" } }) }) },
      responses: { 204: { description: "It is off" }, ...problems(404) },
    }),
    (c) => {
      const { name, id } = c.req.valid("param");
      deps.removeSealedKey(name, id, actorOf(c));
      return c.body(null, 204);
    },
  );

  return routes;
}

const shown = (key: SealedKeyView) => ({
  ...key,
  enrolledAt: isoTime(key.enrolledAt),
  removedAt: isoTimeOrNull(key.removedAt),
});
