import type { Action } from "../../core/access/action.ts";
import type { Organisation } from "../../core/access/organisation.ts";
import { HifazatError } from "../../core/errors.ts";
import type { ListName } from "../../core/list-name.ts";
import type { OrderRecord, OrderTerms } from "../../core/order/order.ts";
import { organisationOf, type StaffContext } from "../staff-route.ts";
import type { ReviewDeps } from "./deps.ts";

/** Where orders of a list are worked on, and what each step asks of an officer there. */
export type Desk = {
  readonly list: ListName;
  readonly base: string;
  readonly actions: Readonly<Record<Step, Action>>;
};
type Step = "read" | "write" | "submit" | "approve" | "senior" | "reject" | "withdraw";

export const GENERAL_DESK: Desk = {
  list: "general",
  base: "/v1/orders",
  actions: {
    read: "order.read",
    write: "order.write",
    submit: "order.submit",
    approve: "order.approve",
    senior: "order.approve_held",
    reject: "order.reject",
    withdraw: "order.withdraw",
  },
};

/** Child abuse: the same steps, for the sealed role alone; who looks at addresses says why (DESIGN 6). */
export const SEALED_DESK: Desk = {
  list: "sealed",
  base: "/v1/sealed/orders",
  actions: {
    read: "sealed.read",
    write: "sealed.write",
    submit: "sealed.write",
    approve: "sealed.approve",
    senior: "sealed.approve",
    reject: "sealed.approve",
    withdraw: "sealed.approve",
  },
};

/** The order that the path names, as far as this caller may see it; otherwise there is none. */
export function orderOf(c: StaffContext, deps: ReviewDeps, desk: Desk): OrderRecord {
  return deps.order(desk.list, c.req.param("id") ?? "", ownOnly(c)?.name ?? null);
}

/** The same for a change: a partner changes only what lies within its mandate as that is now. */
export function orderToChange(c: StaffContext, deps: ReviewDeps, desk: Desk): OrderRecord {
  const order = orderOf(c, deps, desk);
  refuseOutsideMandate(c, order.terms);
  return order;
}

/** The organisation that the caller is held to; null for the registry's own staff. */
export function ownOnly(c: StaffContext): Organisation | null {
  if (c.var.reach === "any") return null;
  const organisation = organisationOf(c);
  if (organisation === null) throw new HifazatError("forbidden", "You belong to no organisation.");
  return organisation;
}

export function refuseOutsideMandate(c: StaffContext, { category }: Pick<OrderTerms, "category">): void {
  const organisation = ownOnly(c);
  if (organisation === null || organisation.categories.includes(category)) return;
  throw new HifazatError("outside_mandate", `The mandate of ${organisation.displayName} has no ${category}.`);
}

/** Terms for the other desk are refused here, so that nobody enters there what they may not read. */
export function refuseOtherDesk(desk: Desk, { list, category }: OrderTerms): void {
  if (list === desk.list) return;
  throw new HifazatError("forbidden", `An order of the category ${category} is entered at the ${list} desk.`);
}
