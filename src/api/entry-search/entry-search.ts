import { createRoute, z } from "@hono/zod-openapi";
import { ENTRY_STATES } from "../../core/entry-state.ts";
import { HifazatError } from "../../core/errors.ts";
import { hostOf } from "../../core/guard/host-of.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import { SCOPES } from "../../core/target/target.ts";
import { isoTime } from "../iso-time.ts";
import { GENERAL_DESK, ownOnly } from "../orders/desk.ts";
import { OrderId } from "../orders/schema.ts";
import { json } from "../problem-schema.ts";
import { requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { EntrySearchDeps } from "./deps.ts";

const Time = z.string().openapi({ format: "date-time" });
/** The id of the last entry that was looked at. */
const After = z.string().regex(/^e\d{1,10}$/);
const Found = z
  .object({
    id: z.string().openapi({ description: "The public id", example: "e12" }),
    scope: z.enum(SCOPES),
    value: z.string(),
    category: z.string(),
    order: z.string(),
    number: z.string(),
    authority: z.string(),
    since: Time.nullable(),
    reviewAt: Time,
    expiresAt: Time,
    state: z.enum(ENTRY_STATES).openapi({
      description:
        "`waiting`: decided, and still to be published; `leaving`: decided off, and still in the newest release; `set_aside`: kept out by a rollback",
    }),
    published: z.boolean().openapi({ description: "In the newest release" }),
  })
  .openapi("FoundEntry");
const FoundEntries = z
  .object({
    entries: z.array(Found),
    next: z.string().nullable().openapi({ description: "`after` of the next page; a page can be empty and have one" }),
  })
  .openapi("FoundEntries");

/** Search of entries, for whoever works with orders. Sealed entries are not searched. */
export function entrySearchRoutes(deps: EntrySearchDeps): StaffRoutes {
  const routes = staffRoutes();
  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/entries",
      summary: "Entries in list order: by name, part of the address, order, category, state, end",
      ...requires(GENERAL_DESK.actions.read),
      request: {
        query: z.object({
          name: z
            .string()
            .max(2_000)
            .optional()
            .openapi({ description: "This name, its pages and all below it", example: "casino.example" }),
          contains: z.string().min(2).max(200).optional().openapi({ description: "Part of the canonical address" }),
          order: OrderId.optional(),
          category: z.string().max(40).optional(),
          state: z.enum(ENTRY_STATES).optional().openapi({ description: "All that stand, when absent" }),
          expiresBefore: z.iso.date().optional(),
          after: After.optional().openapi({ description: "`next` of the page before" }),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
        }),
      },
      responses: { 200: { description: "A page of them", content: json(FoundEntries) } },
    }),
    (c) => {
      const { name, contains, order, category, state, expiresBefore, after, limit } = c.req.valid("query");
      const search = {
        list: GENERAL_DESK.list,
        below: name === undefined ? null : hostIn(name),
        contains: contains?.toLowerCase() ?? null,
        order: order === undefined ? null : Number(order.slice(1)),
        category: category ?? null,
        state: state ?? null,
        expiresBefore: expiresBefore === undefined ? null : Date.parse(expiresBefore) / 1_000,
        organisation: ownOnly(c)?.name ?? null,
      };
      const page = deps.searchEntries(search, after === undefined ? null : Number(after.slice(1)), limit);
      const entries = page.entries.map((entry) => {
        const { terms, term } = entry.order;
        return {
          id: `e${entry.id}`,
          scope: entry.target.scope,
          value: entry.target.value,
          category: terms.category,
          order: `o${entry.order.id}`,
          number: terms.number,
          authority: terms.authority,
          since: term === null ? null : isoTime(term.since),
          reviewAt: isoTime((term ?? terms).reviewAt),
          expiresAt: isoTime((term ?? terms).expiresAt),
          state: entry.state,
          published: entry.state === "published" || entry.state === "leaving",
        };
      });
      return c.json({ entries, next: page.next === null ? null : `e${page.next}` }, 200);
    },
  );
  return routes;
}

/** The host of what was typed; a public suffix, which nothing can be on the list as, is taken as it stands. */
function hostIn(text: string): string {
  const read = canonicalise(text.trim());
  if (read.kind === "target") return hostOf(read.target);
  if (read.code === "public_suffix")
    return text
      .trim()
      .toLowerCase()
      .replace(/^\.+|\.+$/g, "");
  throw new HifazatError("bad_request", `\`name\` is no name: ${read.code}.`);
}
