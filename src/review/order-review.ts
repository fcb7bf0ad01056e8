import { once } from "node:events";
import { Worker } from "node:worker_threads";
import { refuseAnyAddress } from "../core/complaint/mentions.ts";
import { HifazatError } from "../core/errors.ts";
import { type DefaultLaw, PECA } from "../core/ground.ts";
import type { ListName } from "../core/list-name.ts";
import type { OrderRecord, OrderTerms } from "../core/order/order.ts";
import type { Periods } from "../core/order/period.ts";
import { type Db, transaction } from "../storage/database.ts";
import { appendAudit } from "../storage/log.ts";
import { createOrder, findOrder, listOrders, orderEvents } from "../storage/orders.ts";
import { DATABASE_THREAD } from "../storage/thread-options.ts";
import { createHeavyWrites } from "./heavy-writes.ts";
import {
  isHeavy,
  type Request,
  type ReviewAnswer,
  type ReviewCommand,
  type Reviewed,
  review,
} from "./order-commands.ts";

export type ReviewPorts = {
  readonly db: Db;
  /** The database's file, for commands that are given to another thread; null to do all of them here. */
  readonly database: string | null;
  readonly periods: Periods;
  /** The law of orders that name none; PECA when absent. */
  readonly usual?: DefaultLaw | undefined;
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** Everything about orders but their items, bound to what it works with: for the API's order routes. */
export function createOrderReview({ db, database, periods, usual = PECA, now }: ReviewPorts) {
  const heavy = createHeavyWrites();
  return {
    /** Resolves when no large order is being decided (heavy-writes.ts). */
    largeOnesDecided: heavy.over,
    periods,
    usual,
    now,
    orders: (filter: Parameters<typeof listOrders>[1]) => listOrders(db, filter),
    /** Throws `order_unknown` for an order of the other list, or of another organisation when one is named. */
    order(list: ListName, reference: string, organisation: string | null): OrderRecord {
      const found = findOrder(db, reference);
      if (found.terms.list === list && (organisation === null || found.organisation === organisation)) return found;
      throw new HifazatError("order_unknown", `There is no order ${reference}.`);
    },
    events: (order: OrderRecord) => orderEvents(db, order.id),
    create: (terms: OrderTerms, organisation: string | null, author: string) =>
      transaction(db, () => createOrder(db, terms, organisation, author, now())),
    async review(order: string, command: ReviewCommand, actor: string): Promise<Reviewed> {
      const request = { order, command, actor, now: now() };
      if (database === null || !isHeavy(db, request)) return review(db, request);
      return heavy.during(() => reviewAside(database, request));
    },
    /** Says in the audit log who looked at the addresses of a sealed order, and why. Throws `names_sealed_address`. */
    revealed(order: OrderRecord, reason: string, actor: string): void {
      refuseAnyAddress(reason);
      appendAudit(db, { at: now(), actor, action: "order.reveal", subject: `order:${order.id}`, detail: { reason } });
    },
  };
}

/** On a thread of its own, with its own connection: entering half a million entries takes seconds. */
async function reviewAside(database: string, request: Request): Promise<Reviewed> {
  const workerData = { database, request };
  const worker = new Worker(new URL("./review-worker.ts", import.meta.url), { workerData, ...DATABASE_THREAD });
  try {
    return await new Promise<Reviewed>((resolve, reject) => {
      worker.on("message", (answer: ReviewAnswer) => {
        if (answer.kind === "done") resolve(answer.reviewed);
        else reject(new HifazatError(answer.error.code, answer.error.message));
      });
      once(worker, "exit").then(() => reject(new Error("the reviewing thread ended early")), reject);
    });
  } finally {
    await worker.terminate();
  }
}
