import { createRoute, z } from "@hono/zod-openapi";
import { HifazatError } from "../../core/errors.ts";
import type { OrderRecord } from "../../core/order/order.ts";
import { smallBody } from "../accounts/json-body.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffContext, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import { csvOf } from "./csv.ts";
import type { OrdersDeps } from "./deps.ts";
import { type Desk, orderOf, orderToChange, ownOnly } from "./desk.ts";
import { Description, incoming, itemsBody } from "./incoming.ts";
import {
  Added,
  answers,
  Checked,
  CollateralPage,
  ItemNumbers,
  Items,
  itemView,
  OrderId,
  OrderPath,
  OUTCOMES,
  orderProblems,
  orderView,
  Removed,
  uploadProblems,
  uploadView,
  verdictView,
} from "./schema.ts";

const Outcomes = z
  .string()
  .max(100)
  .transform((text) => text.split(",").map((part) => part.trim()))
  .pipe(z.array(z.enum(OUTCOMES)));
/** Of a sealed order: goes into the audit log with whoever asked. */
const Reason = z.string().min(1).max(500).optional();
const Removal = z
  .strictObject({ items: ItemNumbers.optional(), upload: z.int().min(1).optional() })
  .openapi("ItemRemoval", { description: "Either `items`, or all of one `upload`" });

/** The items of an order: check, add, look at, take out. */
export function orderItemRoutes(deps: OrdersDeps, desk: Desk): StaffRoutes {
  const routes = staffRoutes();
  const { base, actions } = desk;

  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/check`,
      summary: "What would become of each row; nothing is stored",
      description: "With `Accept: application/x-ndjson` every row's verdict, one JSON object a line.",
      ...requires(actions.write),
      request: {
        query: z.object({
          ...Description,
          order: OrderId.optional().openapi({ description: "For what it has already" }),
          outcome: Outcomes.default(["refused", "held"]),
          rows: z.coerce.number().int().min(0).max(1_000).default(100),
        }),
        body: itemsBody,
      },
      responses: {
        200: {
          description: "Counts, and the first rows with one of the outcomes asked for",
          content: { ...json(Checked), "application/x-ndjson": { schema: z.string() } },
        },
        ...orderProblems,
        ...uploadProblems,
      },
    }),
    async (c) => {
      const { order: reference, outcome, rows, ...described } = c.req.valid("query");
      const order = reference ?? null;
      if (reference !== undefined) deps.order(desk.list, reference, ownOnly(c)?.name ?? null);
      const body = incoming(c.req.raw, described, deps.now());
      if (c.req.header("accept")?.includes("application/x-ndjson")) {
        const lines = await deps.checkLines(body, order);
        return new Response(lines, { status: 200, headers: { "content-type": "application/x-ndjson" } }) as never;
      }
      const checked = await deps.checkItems(body, { order, outcomes: outcome, rows });
      const { name, sha256, format, bytes } = checked.source;
      const shown = checked.rows.map((item) => itemView(item, deps.explain));
      const source = { name, sha256, format, bytes };
      return c.json({ source, counts: checked.counts, ...verdictView(checked), rows: shown }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/items`,
      summary: "Add the items of a file; a submitted order becomes a draft again",
      description:
        "All of it or nothing. The same file twice is one upload. `GET` of the order shows how far it is. Also taken: " +
        "`application/json`, an array of addresses or objects, or an object with such an array as `items`.",
      ...requires(actions.write),
      request: { params: OrderPath, query: z.object(Description), body: itemsBody },
      responses: { ...answers(Added, "They are in the order"), ...uploadProblems },
    }),
    async (c) => {
      const order = orderToChange(c, deps, desk);
      if (order.state !== "draft" && order.state !== "submitted")
        throw new HifazatError("order_state", `The order is ${order.state.replace("_", " ")} and takes no more items.`);
      const body = incoming(c.req.raw, c.req.valid("query"), deps.now());
      const added = await deps.addItems(`o${order.id}`, body, actorOf(c));
      const verdict = added.kind === "added" ? verdictView(added.verdict) : {};
      const already = added.kind === "already";
      return c.json({ already, upload: uploadView(added.upload), order: orderView(added.order), ...verdict }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: `${base}/{id}/items`,
      summary: "What became of each line",
      ...requires(actions.read),
      request: {
        params: OrderPath,
        query: z.object({
          outcome: Outcomes.default([...OUTCOMES]),
          format: z.enum(["json", "csv"]).default("json"),
          after: z.coerce.number().int().min(0).default(0),
          limit: z.coerce.number().int().min(1).max(10_000).default(1_000),
          reason: Reason,
        }),
      },
      responses: {
        200: {
          description: "A page of them; as CSV the next page is in the `Link` header",
          content: { ...json(Items), "text/csv": { schema: z.string() } },
        },
        ...orderProblems,
      },
    }),
    (c) => {
      const order = orderOf(c, deps, desk);
      const { outcome, format, after, limit, reason } = c.req.valid("query");
      reveal(c, order, reason);
      const page = deps.items(order, outcome, after, limit);
      const rows = page.items.map((item) => itemView(item, deps.explain));
      if (format === "json") return c.json({ items: rows, next: page.next }, 200);
      const url = new URL(c.req.url);
      url.searchParams.set("after", String(page.next));
      const link = page.next === null ? {} : { link: `<${url.pathname}${url.search}>; rel="next"` };
      const name = `attachment; filename="o${order.id}-items.csv"`;
      const headers = { "content-type": "text/csv; charset=utf-8", "content-disposition": name, ...link };
      return new Response(csvOf(rows, after === 0), { status: 200, headers }) as never;
    },
  );

  const removal = smallBody(Removal);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/items/remove`,
      summary: "Take items, or a whole upload, out again; a submitted order becomes a draft again",
      ...requires(actions.write),
      ...removal,
      request: { ...removal.request, params: OrderPath },
      responses: answers(Removed, "They stay for the record, as removed"),
    }),
    async (c) => {
      const { id } = orderToChange(c, deps, desk);
      const { items, upload } = c.req.valid("json");
      if ((items === undefined) === (upload === undefined))
        throw new HifazatError("bad_request", "Name either items or an upload.");
      const what =
        items === undefined ? ({ kind: "upload", number: upload ?? 0 } as const) : ({ kind: "items", items } as const);
      const { order, removed } = await deps.removeItems(`o${id}`, what, actorOf(c));
      return c.json({ removed, order: orderView(order) }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: `${base}/{id}/collateral`,
      summary: "What whole names would cover besides: listed entries and guarded names, with a narrower proposal",
      ...requires(actions.read),
      request: {
        params: OrderPath,
        query: z.object({
          after: z.coerce.number().int().min(0).default(0),
          scan: z.coerce.number().int().min(1).max(10_000).default(1_000),
          reason: Reason,
        }),
      },
      responses: answers(CollateralPage, "The items among those looked at that cover something else, or are held"),
    }),
    async (c) => {
      const order = orderOf(c, deps, desk);
      const { after, scan, reason } = c.req.valid("query");
      reveal(c, order, reason);
      const page = await deps.collateral(`o${order.id}`, after, scan);
      const items = page.items.map(({ item, listed, guarded, narrower }) => ({
        item: itemView(item, deps.explain),
        listed: { count: listed.count, first: [...listed.first] },
        guarded: { count: guarded.count, names: [...guarded.names] },
        narrower,
      }));
      return c.json({ items, scanned: page.scanned, next: page.next }, 200);
    },
  );

  function reveal(c: StaffContext, order: OrderRecord, reason: string | undefined): void {
    if (desk.list !== "sealed") return;
    if (reason === undefined || reason.trim() === "")
      throw new HifazatError("bad_request", "Say in `reason` why the addresses are looked at: it is recorded.");
    deps.revealed(order, reason, actorOf(c));
  }

  return routes;
}
