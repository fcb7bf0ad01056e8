import { createRoute, z } from "@hono/zod-openapi";
import { HifazatError } from "../../core/errors.ts";
import { hostOf } from "../../core/guard/host-of.ts";
import { canonicalise } from "../../core/target/canonicalise.ts";
import { SCOPES } from "../../core/target/target.ts";
import { isoTime } from "../iso-time.ts";
import { GENERAL_DESK, ownOnly } from "../orders/desk.ts";
import { OrderId } from "../orders/schema.ts";
import { json } from "../problem-schema.ts";
import { requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { EntrySearchDeps, SearchCursor } from "./deps.ts";

const Time = z.string().openapi({ format: "date-time" });
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
    published: z.boolean().openapi({ description: "In the newest release; otherwise it is still to be published" }),
  })
  .openapi("FoundEntry");
const FoundEntries = z
  .object({
    entries: z.array(Found),
    next: z.string().nullable().openapi({ description: "`after` of the next page; a page can be empty and have one" }),
  })
  .openapi("FoundEntries");

/** Search of the entries that stand, for whoever works with orders. Sealed entries are not searched. */
export function entrySearchRoutes(deps: EntrySearchDeps): StaffRoutes {
  const routes = staffRoutes();
  routes.openapi(
    createRoute({
      method: "get",
      path: "/v1/entries",
      summary: "Entries that stand, in list order: by name, part of the address, order, category, end",
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
          expiresBefore: z.iso.date().optional(),
          after: z.string().max(4_000).optional().openapi({ description: "`next` of the page before" }),
          limit: z.coerce.number().int().min(1).max(1_000).default(100),
        }),
      },
      responses: { 200: { description: "A page of them", content: json(FoundEntries) } },
    }),
    (c) => {
      const { name, contains, order, category, expiresBefore, after, limit } = c.req.valid("query");
      const search = {
        below: name === undefined ? null : hostIn(name),
        contains: contains?.toLowerCase() ?? null,
        order: order === undefined ? null : Number(order.slice(1)),
        category: category ?? null,
        expiresBefore: expiresBefore === undefined ? null : Date.parse(expiresBefore) / 1_000,
        organisation: ownOnly(c)?.name ?? null,
      };
      const page = deps.searchEntries(search, after === undefined ? null : cursorOf(after), limit);
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
          published: entry.published,
        };
      });
      return c.json({ entries, next: page.next === null ? null : JSON.stringify(page.next) }, 200);
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

const Cursor = z.tuple([z.string(), z.int(), z.int(), z.int()]);
function cursorOf(text: string): SearchCursor {
  try {
    return Cursor.parse(JSON.parse(text));
  } catch (cause) {
    throw new HifazatError("bad_request", "`after` is no `next` of a page before.", { cause });
  }
}
