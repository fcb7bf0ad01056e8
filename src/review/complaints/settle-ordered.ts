import type { ComplaintRecord, Outcome } from "../../core/complaint/complaint.ts";
import { SYSTEM } from "../../core/complaint/fold.ts";
import { entriesInForce } from "../../storage/cases/blocking.ts";
import { orderedComplaints } from "../../storage/cases/complaint-queries.ts";
import { complaintById } from "../../storage/cases/complaints.ts";
import { transaction } from "../../storage/database.ts";
import { findOrder } from "../../storage/orders.ts";
import { conclude } from "./conclude.ts";
import { applyDecided } from "./decide-complaint.ts";
import type { CasePorts } from "./ports.ts";

/**
 * Ends the complaints whose order has been decided, and tells everyone. For after each publication and for a job: a
 * complainant hears "blocked" when a release holds it. Each complaint is a transaction of its own. Returns how many ended.
 */
export function settleOrdered(ports: CasePorts, now: number): number {
  let settled = 0;
  for (const { id } of orderedComplaints(ports.db)) {
    transaction(ports.db, () => {
      const complaint = complaintById(ports.db, id);
      if (complaint?.state !== "ordered") return;
      const outcome = outcomeOf(ports, complaint);
      if (outcome === undefined) return;
      conclude(ports, applyDecided(ports, complaint, { kind: "settle", outcome, template: null }, SYSTEM, now), now);
      settled += 1;
    });
  }
  return settled;
}

function outcomeOf({ db }: CasePorts, { order, list }: ComplaintRecord): Outcome | undefined {
  if (order === null) return undefined;
  const { state } = findOrder(db, `o${order.id}`);
  switch (state) {
    case "draft":
    case "submitted":
      return undefined;
    case "rejected":
    case "withdrawn":
    case "expired":
      return "not_blocked";
    case "approved":
      // Of the sealed list no release marks its orders.
      return list === "sealed" ? standing() : undefined;
    case "in_force":
      return standing();
  }

  /** An item that was held may have been left out. */
  function standing(): Outcome {
    return entriesInForce(db, order?.id ?? 0, order?.items ?? []) > 0 ? "blocked" : "not_blocked";
  }
}
