import type { OrderCommand } from "./command.ts";
import { decideApproval, decideConfirmation, decideEmergency, decideHeld } from "./decide-approval.ts";
import { decideProposed } from "./decide-proposal.ts";
import { type Decision, event, isBlank, isStanding, needsReasons, refuse, samePerson, wrongState } from "./decision.ts";
import type { OrderEdit, OrderRecord } from "./order.ts";

export { samePerson };

/** How many uploads one order can have. */
export const MAX_UPLOADS = 1_000;

/**
 * Whether `actor` may give this command now (DESIGN 5). Pure: the same order, command, actor and clock give the same
 * answer. `now` is in seconds since the epoch. Roles are checked before (core/access); persons are checked here.
 */
export function decide(order: OrderRecord, command: OrderCommand, actor: string, now: number): Decision {
  if (isBlank(actor)) return refuse("bad_request", "An officer must be named.");
  switch (command.kind) {
    case "edit":
      return decideEdit(order, command.edit);
    case "submit":
      if (order.state !== "draft") return wrongState(order, "submitted");
      if (order.counts.accepted + order.counts.held === 0)
        return refuse("order_incomplete", "The order has no item that could be blocked.");
      return event({ kind: "submitted" });
    case "approve":
      return decideApproval(order, command, actor, now);
    case "approve_emergency":
      return decideEmergency(order, command, actor, now);
    case "confirm_emergency":
      return decideConfirmation(order, command, actor, now);
    case "decide_held":
      return decideHeld(order, command, actor, now);
    case "reject":
      if (order.state !== "submitted") return wrongState(order, "rejected");
      if (isBlank(command.reasons)) return needsReasons();
      return event({ kind: "rejected", reasons: command.reasons });
    case "propose":
    case "confirm":
    case "drop_proposal":
      return decideProposed(order, command, actor, now);
    case "withdraw":
      if (!isStanding(order)) return wrongState(order, "withdrawn");
      if (isBlank(command.reasons)) return needsReasons();
      if (isBlank(command.second) || samePerson(actor, command.second))
        return refuse("same_officer", "Two different officers must be named.");
      if (command.items?.length === 0) return refuse("bad_request", "Name the items to withdraw, or none for all.");
      return event({
        kind: "withdrawn",
        items: command.items,
        second: command.second,
        reasons: command.reasons,
        cleared: command.cleared,
      });
    case "expire":
      if (!isStanding(order)) return wrongState(order, "expired");
      if (order.term === null || now < order.term.expiresAt)
        return refuse("order_state", "The order has not reached its end.");
      return event({ kind: "expired" });
  }
}

/** Until somebody approves it, whoever may write an order may change it; a change makes it a draft again (fold.ts). */
function decideEdit(order: OrderRecord, edit: OrderEdit): Decision {
  if (order.state !== "draft" && order.state !== "submitted") return wrongState(order, "changed");
  switch (edit.kind) {
    case "items_added":
      if (order.uploads.length >= MAX_UPLOADS)
        return refuse("too_large", `An order has at most ${MAX_UPLOADS} uploads: put the rest into another one.`);
      return event(edit);
    case "items_removed":
      if (edit.uploads.length === 0) return refuse("bad_request", "None of these items can be removed.");
      return event(edit);
    case "revised":
      // The sealed list has another desk: an order that changed lists would be seen by whoever saw it before.
      if (edit.terms.list !== order.terms.list)
        return refuse("bad_request", "An order cannot move to the other list: enter it there.");
      return event(edit);
  }
}
