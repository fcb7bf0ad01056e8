import type { OrderEvent, OrderRecord } from "./order.ts";

export type Happened = { readonly at: number; readonly actor: string; readonly event: OrderEvent };

/** Applies one event. `record` is undefined before the first. Total: the events were checked when they were decided. */
export function applyEvent(id: number, record: OrderRecord | undefined, { at, actor, event }: Happened): OrderRecord {
  if (event.kind === "created") {
    const { terms, source, digest, counts } = event;
    return {
      id,
      state: "draft",
      terms,
      source,
      digest,
      counts,
      authors: [actor],
      createdAt: at,
      submittedBy: null,
      approvedBy: null,
      seniorBy: null,
      reasons: null,
      decidedAt: null,
    };
  }
  if (record === undefined) throw new Error(`order ${id}: ${event.kind} before created`);
  switch (event.kind) {
    case "submitted":
      return { ...record, state: "submitted", submittedBy: actor };
    case "approved":
      return {
        ...record,
        state: "approved",
        approvedBy: actor,
        seniorBy: event.senior,
        reasons: event.reasons,
        decidedAt: at,
      };
    case "rejected":
      return { ...record, state: "rejected", reasons: event.reasons, decidedAt: at };
    case "in_force":
      return { ...record, state: "in_force" };
    case "withdrawn":
      if (event.items !== null) return record;
      return { ...record, state: "withdrawn", reasons: event.reasons, decidedAt: at };
    case "expired":
      return { ...record, state: "expired" };
  }
}

/** The projection from the beginning; undefined for no events. */
export function foldOrder(id: number, events: Iterable<Happened>): OrderRecord | undefined {
  let record: OrderRecord | undefined;
  for (const happened of events) record = applyEvent(id, record, happened);
  return record;
}
