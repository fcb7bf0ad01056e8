import { createRoute, z } from "@hono/zod-openapi";
import type { HeldDecision } from "../../core/order/order.ts";
import { smallBody } from "../accounts/json-body.ts";
import { actorOf, requires, type StaffContext, type StaffRoutes, staffRoutes } from "../staff-route.ts";
import type { Command, ReviewDeps } from "./deps.ts";
import { type Desk, orderOf, orderToChange } from "./desk.ts";
import { answers, Digest, ItemNumbers, OrderPath, orderView, Reasons, Reviewed } from "./schema.ts";

const Which = z.union([z.enum(["none", "all"]), ItemNumbers]).default("none");
const DigestAndReasons = z.strictObject({ digest: Digest, reasons: Reasons }).openapi("OrderApproval");
const HeldReview = z
  .strictObject({ digest: Digest, accept: Which, reject: Which, reasons: Reasons })
  .openapi("HeldReview", { description: "`all` means every held item that is not decided otherwise" });
const Rejection = z.strictObject({ reasons: Reasons }).openapi("OrderRejection");
const Withdrawal = z
  .strictObject({
    items: ItemNumbers.nullable().default(null).openapi({ description: "Null: the whole order" }),
    reasons: Reasons,
    cleared: z.boolean().default(false).openapi({ description: "The names were wrong: hold them if ordered again" }),
  })
  .openapi("OrderWithdrawal");
const Extension = z
  .strictObject({ reviewAt: z.iso.datetime(), expiresAt: z.iso.datetime(), reasons: Reasons })
  .openapi("OrderExtension");

/** What is decided about an order: each route is one command of `src/review`. */
export function decisionRoutes(deps: ReviewDeps, desk: Desk): StaffRoutes {
  const routes = staffRoutes();
  const { base, actions } = desk;
  const clearanceSeconds = deps.periods.clearance;

  async function give(c: StaffContext, command: Command) {
    const { id } = orderOf(c, deps, desk);
    const { order, entries } = await deps.review(`o${id}`, command, actorOf(c));
    return { order: orderView(order), entries };
  }

  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/submit`,
      summary: "Put a draft forward for approval",
      ...requires(actions.submit),
      request: { params: OrderPath },
      responses: answers(Reviewed, "It waits for another officer"),
    }),
    async (c) => {
      orderToChange(c, deps, desk);
      return c.json(await give(c, { kind: "submit" }), 200);
    },
  );

  const approval = smallBody(DigestAndReasons);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/approve`,
      summary: "Approve what the digest names, as the second officer; accepted items become entries",
      ...requires(actions.approve),
      ...approval,
      request: { ...approval.request, params: OrderPath },
      responses: answers(Reviewed, "It is approved"),
    }),
    async (c) => c.json(await give(c, { kind: "approve", approval: c.req.valid("json") }), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/approve-emergency`,
      summary: "Approve an emergency alone, as a senior officer; it ends in seven days unless confirmed",
      ...requires(actions.senior),
      ...approval,
      request: { ...approval.request, params: OrderPath },
      responses: answers(Reviewed, "It is approved until it is confirmed"),
    }),
    async (c) => c.json(await give(c, { kind: "approve_emergency", ...c.req.valid("json") }), 200),
  );

  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/confirm-emergency`,
      summary: "Confirm an emergency, as its second officer",
      ...requires(actions.approve),
      ...approval,
      request: { ...approval.request, params: OrderPath },
      responses: answers(Reviewed, "It stands as long as its terms say"),
    }),
    async (c) => c.json(await give(c, { kind: "confirm_emergency", ...c.req.valid("json") }), 200),
  );

  const held = smallBody(HeldReview);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/held`,
      summary: "Let held items in or keep them out, as a senior officer; before the approval or after it",
      ...requires(actions.senior),
      ...held,
      request: { ...held.request, params: OrderPath },
      responses: answers(Reviewed, "They are decided"),
    }),
    async (c) => {
      const { digest, accept, reject, reasons } = c.req.valid("json");
      const review = { digest, accept: heldDecision(accept), reject: heldDecision(reject), reasons };
      return c.json(await give(c, { kind: "decide_held", review }), 200);
    },
  );

  const rejection = smallBody(Rejection);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/reject`,
      summary: "Refuse a submitted order, with reasons",
      ...requires(actions.reject),
      ...rejection,
      request: { ...rejection.request, params: OrderPath },
      responses: answers(Reviewed, "It is rejected"),
    }),
    async (c) => c.json(await give(c, { kind: "reject", ...c.req.valid("json") }), 200),
  );

  const withdrawal = smallBody(Withdrawal);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/withdraw`,
      summary: "Propose to take an order, or some of its items, off the list",
      ...requires(actions.withdraw),
      ...withdrawal,
      request: { ...withdrawal.request, params: OrderPath },
      responses: answers(Reviewed, "It waits for another officer to confirm"),
    }),
    async (c) => {
      const proposal = { kind: "withdraw", ...c.req.valid("json") } as const;
      return c.json(await give(c, { kind: "propose", proposal }), 200);
    },
  );

  const extension = smallBody(Extension);
  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/extend`,
      summary: "Propose that an order last longer",
      ...requires(actions.approve),
      ...extension,
      request: { ...extension.request, params: OrderPath },
      responses: answers(Reviewed, "It waits for another officer to confirm"),
    }),
    async (c) => {
      const { reviewAt, expiresAt, reasons } = c.req.valid("json");
      const times = { reviewAt: seconds(reviewAt), expiresAt: seconds(expiresAt) };
      return c.json(await give(c, { kind: "propose", proposal: { kind: "extend", ...times, reasons } }), 200);
    },
  );

  for (const what of ["withdraw", "extend"] as const)
    routes.openapi(
      createRoute({
        method: "post",
        path: `${base}/{id}/${what}/confirm`,
        summary: what === "withdraw" ? "Confirm a withdrawal, as the second officer" : "Confirm an extension",
        ...requires(what === "withdraw" ? actions.withdraw : actions.approve),
        request: { params: OrderPath },
        responses: answers(Reviewed, "It is done"),
      }),
      async (c) => c.json(await give(c, { kind: "confirm", what, clearanceSeconds }), 200),
    );

  routes.openapi(
    createRoute({
      method: "post",
      path: `${base}/{id}/proposal/drop`,
      summary: "Drop what is proposed",
      ...requires(actions.withdraw),
      ...rejection,
      request: { ...rejection.request, params: OrderPath },
      responses: answers(Reviewed, "Nothing is proposed any more"),
    }),
    async (c) => c.json(await give(c, { kind: "drop_proposal", ...c.req.valid("json") }), 200),
  );

  return routes;
}

const seconds = (iso: string): number => Math.floor(Date.parse(iso) / 1_000);
const heldDecision = (which: z.output<typeof Which>): HeldDecision =>
  typeof which === "string" ? { kind: which } : { kind: "some", items: which };
