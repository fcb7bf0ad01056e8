import type { Desk } from "../../../api/orders/desk.ts";
import { GENERAL_DESK, orderOf, SEALED_DESK } from "../../../api/orders/desk.ts";
import { requires } from "../../../api/staff-route.ts";
import type { Action } from "../../../core/access/action.ts";
import { reachOf } from "../../../core/access/action.ts";
import type { ItemOutcome, OrderRecord, OrderState } from "../../../core/order/order.ts";
import { formatNumber } from "../../ui/dates.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Notification, Tag, type TagColour } from "../../ui/notice.tsx";
import { groundName } from "../../ui/terms.ts";
import type { ConsoleDeps } from "../deps.ts";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { DECIDE, ORDERS } from "./words.ts";

/** The pages of one desk: the general list's, or the sealed one's with the same steps and hidden addresses. */
export type OrdersPart = {
  readonly pages: ConsolePages;
  readonly deps: ConsoleDeps;
  readonly desk: Desk;
  /** Where its pages are. */
  readonly base: string;
};

export const ORDER_DESKS = [
  { desk: GENERAL_DESK, base: "/console/orders" },
  { desk: SEALED_DESK, base: "/console/sealed-orders" },
] as const;

export const OUTCOMES = ["refused", "held", "accepted", "duplicate", "skipped", "removed"] as const;

export const isOutcome = (text: string | undefined): text is ItemOutcome =>
  OUTCOMES.some((outcome) => outcome === text);

/** What every page about one order begins with. */
export function opened(c: ConsoleContext, { deps, desk, base }: OrdersPart) {
  const order = orderOf(c, deps.orders, desk);
  const language = languageOf(c);
  return { order, language, path: `${base}/o${order.id}`, words: ORDERS[language], decide: DECIDE[language] };
}

/** Whether the person's roles have the action at all; a fresh second factor may still be asked for. */
export function hasRole(c: ConsoleContext, action: Action): boolean {
  const { caller } = c.var;
  return caller.kind === "session" && reachOf(caller.roles, action) !== undefined;
}

/** The sealed desk shows no address to anybody who has not said why. */
export const isSealed = ({ desk }: Pick<OrdersPart, "desk">): boolean => desk.list === "sealed";

export const access = ({ desk }: OrdersPart, step: keyof Desk["actions"]) => requires(desk.actions[step]);

const COLOURS: Readonly<Record<OrderState, TagColour>> = {
  draft: "grey",
  submitted: "yellow",
  approved: "blue",
  rejected: "red",
  in_force: "green",
  withdrawn: "purple",
  expired: "grey",
};

/** The state in words, and what of it waits for somebody. */
export function State({ language, order }: { readonly language: Language; readonly order: OrderRecord }) {
  const words = ORDERS[language];
  return (
    <>
      <Tag colour={COLOURS[order.state]}>{words.state[order.state]}</Tag>
      {order.emergency === "unconfirmed" && (
        <>
          {" "}
          <Tag colour="red">{words.unconfirmed}</Tag>
        </>
      )}
      {order.proposal !== null && (
        <>
          {" "}
          <Tag colour="orange">{words.proposed[order.proposal.kind]}</Tag>
        </>
      )}
    </>
  );
}

/** The order as its authority calls it, as the heading of its pages. */
export const OrderName = ({ order }: { readonly order: OrderRecord }) => (
  <bdi>
    {order.terms.authority} <Ltr>{order.terms.number}</Ltr>
  </bdi>
);

export const totalOf = (order: OrderRecord): number =>
  Object.values(order.counts).reduce((total, number) => total + number, 0);

/** The ground in the page's language, when it is one of PECA's. */
export const groundOf = (language: Language, { terms }: OrderRecord): string => groundName(language, terms.ground);

/** What was done just before this page, from its address (`?done=approve&n=5`): closed words, so nothing can be put in. */
export function Done({ c, language }: { readonly c: ConsoleContext; readonly language: Language }) {
  const { done } = DECIDE[language];
  const what = c.req.query("done");
  if (what === undefined || !Object.hasOwn(done, what)) return null;
  const text = done[what as keyof typeof done];
  const number = Number(c.req.query("n") ?? 0);
  return (
    <Notification language={language} success>
      {typeof text === "string" ? text : text(formatNumber(language, Number.isSafeInteger(number) ? number : 0))}
    </Notification>
  );
}
