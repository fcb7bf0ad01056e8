import { isSourceActor } from "../source/source.ts";
import type { ProposalCommand } from "./command.ts";
import { type Decision, event, isBlank, isStanding, needsReasons, refuse, samePerson, wrongState } from "./decision.ts";
import { MAX_NAMED_ITEMS } from "./held.ts";
import type { OrderRecord, Proposal } from "./order.ts";
import { LONGEST_EXTENSION } from "./period.ts";

/**
 * Ending an order early and making it last longer take two officers: one proposes, another confirms. What a source
 * proposed, the first of them takes up by confirming it: it is that officer's proposal then.
 */
export function decideProposed(order: OrderRecord, command: ProposalCommand, actor: string, now: number): Decision {
  if (!isStanding(order)) return wrongState(order, "withdrawn or extended");
  const pending = order.proposal;
  switch (command.kind) {
    case "propose": {
      if (pending !== null)
        return refuse("order_state", `${pending.by} has proposed to ${pending.kind} it: confirm or drop that first.`);
      return decideProposal(order, command.proposal, now);
    }
    case "confirm": {
      if (pending === null || pending.kind !== command.what)
        return refuse("order_state", `Nobody has proposed to ${command.what} the order.`);
      if (samePerson(pending.by, actor))
        return refuse("same_officer", "An officer other than the one who proposed it must confirm.");
      if (isSourceActor(pending.by)) {
        const { by: _, at: __, ...proposal } = pending;
        return event({ kind: "proposed", proposal });
      }
      // It was proposed in time, and time has gone on.
      const late = pending.kind === "extend" ? extensionFlaw(order, pending, now) : undefined;
      if (late !== undefined) return late;
      const { by: second, reasons } = pending;
      if (pending.kind === "extend") {
        const { reviewAt, expiresAt } = pending;
        return event({ kind: "extended", reviewAt, expiresAt, second, reasons });
      }
      return event({ kind: "withdrawn", items: pending.items, second, reasons, cleared: pending.cleared });
    }
    case "drop_proposal":
      if (pending === null) return refuse("order_state", "Nothing is proposed.");
      if (isBlank(command.reasons)) return needsReasons();
      return event({ kind: "proposal_dropped", reasons: command.reasons });
  }
}

function decideProposal(order: OrderRecord, proposal: Proposal, now: number): Decision {
  if (isBlank(proposal.reasons)) return needsReasons();
  if (proposal.kind === "extend") return extensionFlaw(order, proposal, now) ?? event({ kind: "proposed", proposal });
  if (proposal.items?.length === 0) return refuse("bad_request", "Name the items to withdraw, or none for all.");
  if (proposal.items !== null && proposal.items.length > MAX_NAMED_ITEMS)
    return refuse("bad_request", `At most ${MAX_NAMED_ITEMS} items can be named.`);
  return event({ kind: "proposed", proposal });
}

function extensionFlaw(
  order: OrderRecord,
  { reviewAt, expiresAt }: { reviewAt: number; expiresAt: number },
  now: number,
): Decision | undefined {
  if (order.emergency === "unconfirmed")
    return refuse("order_state", "An emergency is confirmed before it is extended.");
  if (order.term === null || now >= order.term.expiresAt)
    return refuse("order_state", "The order has reached its end: a new one is needed.");
  if (expiresAt <= order.term.expiresAt) return refuse("bad_request", "An extension ends later than the order does.");
  if (expiresAt > now + LONGEST_EXTENSION) return refuse("bad_request", "An extension is five years at most.");
  if (reviewAt <= now || reviewAt > expiresAt)
    return refuse("bad_request", "The review lies in the future, and not after the end.");
  return undefined;
}
