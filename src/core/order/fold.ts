import { joined, NONE } from "./held.ts";
import {
  type ItemCounts,
  type ItemOutcome,
  NO_ITEMS,
  type OrderEvent,
  type OrderRecord,
  type Upload,
} from "./order.ts";

export type Happened = { readonly at: number; readonly actor: string; readonly event: OrderEvent };

/** Applies one event. `record` is undefined before the first. Total: the events were checked when they were decided. */
export function applyEvent(id: number, record: OrderRecord | undefined, { at, actor, event }: Happened): OrderRecord {
  if (event.kind === "created") {
    const { terms, organisation, digest } = event;
    return {
      id,
      state: "draft",
      organisation,
      terms,
      uploads: [],
      digest,
      counts: NO_ITEMS,
      authors: [actor],
      createdAt: at,
      submittedBy: null,
      approvedBy: null,
      seniorBy: null,
      reasons: null,
      decidedAt: null,
      held: { accepted: NONE, rejected: NONE, by: [] },
      term: null,
      emergency: null,
      proposal: null,
    };
  }
  if (record === undefined) throw new Error(`order ${id}: ${event.kind} before created`);
  switch (event.kind) {
    case "items_added":
      return edited(record, actor, { digest: event.digest, uploads: [...record.uploads, event.upload] });
    case "items_removed": {
      const changed = new Map(event.uploads.map((upload) => [upload.number, upload]));
      const uploads = record.uploads.map((upload) => ({ ...upload, ...changed.get(upload.number) }));
      return edited(record, actor, { digest: event.digest, uploads });
    }
    case "revised":
      return edited(record, actor, { digest: event.digest, terms: event.terms });
    case "submitted":
      return { ...record, state: "submitted", submittedBy: actor };
    case "held_decided":
      return {
        ...record,
        held: {
          accepted: joined(record.held.accepted, event.accept),
          rejected: joined(record.held.rejected, event.reject),
          by: withName(record.held.by, actor),
        },
      };
    case "approved": {
      const { reviewAt, expiresAt } = record.terms;
      const end = Math.min(expiresAt, event.emergencyUntil ?? expiresAt);
      return {
        ...record,
        state: "approved",
        approvedBy: actor,
        seniorBy: event.senior,
        reasons: event.reasons,
        decidedAt: at,
        held: { ...record.held, accepted: joined(record.held.accepted, event.held) },
        term: { since: at, reviewAt: Math.min(reviewAt, end), expiresAt: end },
        emergency: event.emergencyUntil === null ? null : "unconfirmed",
      };
    }
    case "emergency_confirmed": {
      const { reviewAt, expiresAt } = record.terms;
      return { ...record, emergency: "confirmed", term: { since: record.term?.since ?? at, reviewAt, expiresAt } };
    }
    case "rejected":
      return { ...record, state: "rejected", reasons: event.reasons, decidedAt: at };
    case "in_force":
      return { ...record, state: "in_force" };
    case "proposed":
      return { ...record, proposal: { ...event.proposal, by: actor, at } };
    case "proposal_dropped":
      return { ...record, proposal: null };
    case "withdrawn": {
      if (event.items !== null) return { ...record, proposal: null };
      return { ...record, state: "withdrawn", reasons: event.reasons, decidedAt: at, proposal: null };
    }
    case "suspended":
    case "resumed":
      return record;
    case "extended": {
      const { reviewAt, expiresAt } = event;
      return { ...record, term: { since: record.term?.since ?? at, reviewAt, expiresAt }, proposal: null };
    }
    case "expired":
      return { ...record, state: "expired", proposal: null };
  }
}

/** An edit takes back what was decided on the order as it was before: it is a draft again, and nobody has submitted it. */
function edited(
  record: OrderRecord,
  author: string,
  change: Partial<Pick<OrderRecord, "digest" | "uploads" | "terms">>,
): OrderRecord {
  return {
    ...record,
    ...change,
    counts: total(change.uploads ?? record.uploads),
    state: "draft",
    authors: withName(record.authors, author),
    submittedBy: null,
    held: { accepted: NONE, rejected: NONE, by: [] },
  };
}

function total(uploads: readonly Upload[]): ItemCounts {
  const counts = { ...NO_ITEMS };
  for (const upload of uploads)
    for (const [outcome, number] of Object.entries(upload.counts)) counts[outcome as ItemOutcome] += number;
  return counts;
}

const withName = (names: readonly string[], name: string): readonly string[] =>
  names.includes(name) ? names : [...names, name];

/** The projection from the beginning; undefined for no events. */
export function foldOrder(id: number, events: Iterable<Happened>): OrderRecord | undefined {
  let record: OrderRecord | undefined;
  for (const happened of events) record = applyEvent(id, record, happened);
  return record;
}
