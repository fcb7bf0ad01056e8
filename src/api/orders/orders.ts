import { createRoute, z } from "@hono/zod-openapi";
import { HifazatError } from "../../core/errors.ts";
import { ORDER_STATES, type OrderTerms } from "../../core/order/order.ts";
import { draftTerms } from "../../core/order/terms.ts";
import { smallBody } from "../accounts/json-body.ts";
import { json } from "../problem-schema.ts";
import { actorOf, requires, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { OrdersDeps, ReviewDeps } from "./deps.ts";
import { type Desk, orderOf, orderToChange, ownOnly, refuseOtherDesk, refuseOutsideMandate } from "./desk.ts";
import {
  answers,
  eventView,
  NewOrder,
  Order,
  OrderDetail,
  OrderId,
  OrderPath,
  Orders,
  orderProblems,
  orderView,
} from "./schema.ts";

/** Orders themselves: enter, list, look at, change the terms. A partner sees and changes its own. */
export function orderRoutes(deps: OrdersDeps, desk: Desk): StaffRoutes {
  const routes = staffRoutes();
  const { base, actions, list } = desk;

  routes.openapi(
    createRoute({
      method: "get",
      path: base,
      summary: "Orders, newest first",
      ...requires(actions.read),
      request: {
        query: z.object({
          state: z.enum(ORDER_STATES).optional(),
          category: z.string().max(40).optional(),
          number: z.string().min(1).max(200).optional().openapi({ description: "Part of the order's number" }),
          expiresBefore: z.iso.date().optional().openapi({ description: "Standing orders that end before this day" }),
          waiting: z
            .enum(["held", "proposal", "emergency"])
            .optional()
            .openapi({ description: "Held items to decide, a proposal to confirm, an emergency to confirm" }),
          before: OrderId.optional(),
          limit: z.coerce.number().int().min(1).max(200).default(50),
        }),
      },
      responses: { 200: { description: "A page of them", content: json(Orders) } },
    }),
    (c) => {
      const { state = null, category = null, before, limit, ...more } = c.req.valid("query");
      const { number = null, waiting = null } = more;
      const expiresBefore = more.expiresBefore === undefined ? null : Date.parse(more.expiresBefore) / 1_000;
      const organisation = ownOnly(c)?.name ?? null;
      const below = before === undefined ? null : Number(before.slice(1));
      const found = deps.orders({
        list,
        organisation,
        state,
        category,
        before: below,
        limit,
        number,
        expiresBefore,
        waiting,
      });
      const last = found.length === limit ? found.at(-1) : undefined;
      return c.json({ orders: found.map(orderView), next: last === undefined ? null : `o${last.id}` }, 200);
    },
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: base,
      summary: "Enter an order as a draft; its items follow",
      ...requires(actions.write),
      ...smallBody(NewOrder),
      responses: { 201: { description: "It is drafted", content: json(Order) }, ...orderProblems },
    }),
    (c) => {
      const terms = drafted(deps, c.req.valid("json"));
      refuseOtherDesk(desk, terms);
      refuseOutsideMandate(c, terms);
      return c.json(orderView(deps.create(terms, ownOnly(c)?.name ?? null, actorOf(c))), 201);
    },
  );

  routes.openapi(
    createRoute({
      method: "get",
      path: `${base}/{id}`,
      summary: "An order, everything that happened to it, and uploads under way",
      ...requires(actions.read),
      request: { params: OrderPath },
      responses: answers(OrderDetail, "The order"),
    }),
    (c) => {
      const order = orderOf(c, deps, desk);
      const importing = deps.importing(`o${order.id}`).map(({ stage, items }) => ({ stage, items }));
      return c.json({ ...orderView(order), importing, events: deps.events(order).map(eventView) }, 200);
    },
  );

  const changing = smallBody(NewOrder);
  routes.openapi(
    createRoute({
      method: "put",
      path: `${base}/{id}`,
      summary: "Change the terms of an order that nobody has approved; it becomes a draft again",
      ...requires(actions.write),
      ...changing,
      request: { ...changing.request, params: OrderPath },
      responses: answers(Order, "As it is now"),
    }),
    async (c) => {
      const { id } = orderToChange(c, deps, desk);
      const terms = drafted(deps, c.req.valid("json"));
      refuseOtherDesk(desk, terms);
      refuseOutsideMandate(c, terms);
      const { order } = await deps.review(`o${id}`, { kind: "revise", terms }, actorOf(c));
      return c.json(orderView(order), 200);
    },
  );

  return routes;
}

function drafted({ now, periods, usual }: ReviewDeps, input: z.output<typeof NewOrder>): OrderTerms {
  const terms = draftTerms(input, now(), periods, usual);
  if (terms.kind === "refusal") throw new HifazatError(terms.code, terms.message);
  return terms.terms;
}
