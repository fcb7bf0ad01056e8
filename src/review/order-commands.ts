import type { HifazatError } from "../core/errors.ts";
import type { OrderRecord, OrderTerms, Proposal } from "../core/order/order.ts";
import type { Db } from "../storage/database.ts";
import { findOrder } from "../storage/orders.ts";
import { type Approval, approve } from "./approve.ts";
import { approveEmergency } from "./approve-emergency.ts";
import { confirmEmergency } from "./confirm-emergency.ts";
import { confirmProposal } from "./confirm-proposal.ts";
import { decideHeld, type HeldReview } from "./decide-held.ts";
import { dropProposal } from "./drop-proposal.ts";
import { propose } from "./propose.ts";
import { reject } from "./reject.ts";
import { revise } from "./revise.ts";
import { submit } from "./submit.ts";

/** What can be asked of an order, as one value: it goes to another thread when the order is a large one. */
export type ReviewCommand =
  | { readonly kind: "submit" }
  | { readonly kind: "approve"; readonly approval: Approval }
  | { readonly kind: "approve_emergency"; readonly digest: string; readonly reasons: string }
  | { readonly kind: "confirm_emergency"; readonly digest: string; readonly reasons: string }
  | { readonly kind: "decide_held"; readonly review: HeldReview }
  | { readonly kind: "reject"; readonly reasons: string }
  | { readonly kind: "propose"; readonly proposal: Proposal }
  | { readonly kind: "confirm"; readonly what: Proposal["kind"]; readonly clearanceSeconds: number }
  | { readonly kind: "drop_proposal"; readonly reasons: string }
  | { readonly kind: "revise"; readonly terms: OrderTerms };

export type Reviewed = {
  readonly order: OrderRecord;
  /** How many entries came onto the list, or went. */
  readonly entries: number;
};

/** Who asks what of which order (`o12`), when (seconds since the epoch). */
export type Request = {
  readonly order: string;
  readonly command: ReviewCommand;
  readonly actor: string;
  readonly now: number;
};

export function review(db: Db, { order, command, actor, now }: Request): Reviewed {
  switch (command.kind) {
    case "submit":
      return only(submit(db, order, actor, now));
    case "approve":
      return approve(db, order, command.approval, actor, now);
    case "approve_emergency":
      return approveEmergency(db, order, command, actor, now);
    case "confirm_emergency":
      return only(confirmEmergency(db, order, command, actor, now));
    case "decide_held":
      return decideHeld(db, order, command.review, actor, now);
    case "reject":
      return only(reject(db, order, command.reasons, actor, now));
    case "propose":
      return only(propose(db, order, command.proposal, actor, now));
    case "confirm": {
      const confirmed = confirmProposal(db, order, command.what, actor, now, command.clearanceSeconds);
      return { order: confirmed.order, entries: confirmed.removed };
    }
    case "drop_proposal":
      return only(dropProposal(db, order, command.reasons, actor, now));
    case "revise":
      return only(revise(db, order, command.terms, actor, now));
  }
}

/** Items above which a command that moves entries is given to another thread. */
const MANY = 2_000;

/** Whether the command writes so many rows that a server should not do it on the thread that answers. */
export function isHeavy(db: Db, { order, command }: Request): boolean {
  const moves = ["approve", "approve_emergency", "decide_held", "confirm"].includes(command.kind);
  if (!moves) return false;
  const { counts } = findOrder(db, order);
  return counts.accepted + counts.held > MANY;
}

const only = (order: OrderRecord): Reviewed => ({ order, entries: 0 });

/** What a thread answers. */
export type ReviewAnswer =
  | { readonly kind: "done"; readonly reviewed: Reviewed }
  | { readonly kind: "failed"; readonly error: Pick<HifazatError, "code" | "message"> };
