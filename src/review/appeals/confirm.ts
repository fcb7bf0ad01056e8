import type { AppealRecord, Standing } from "../../core/appeal/appeal.ts";
import { isStanding } from "../../core/order/decision.ts";
import { clearItems } from "../../storage/cases/suspension.ts";
import type { Act } from "../complaints/decide-complaint.ts";
import type { CasePorts } from "../complaints/ports.ts";
import { withdraw } from "../withdraw.ts";
import { decideOnAppeal } from "./decide-on-appeal.ts";
import { settleAppeals } from "./settle-appeals.ts";
import { partiesTo, standingOf } from "./standing.ts";
import { byOrder, resumeItems, suspendItems } from "./suspension.ts";
import { tellAppellant } from "./tell-appellant.ts";

export type ConfirmPorts = CasePorts & {
  /** How long a cleared name stays held if it is ordered again, in seconds. */
  readonly clearanceSeconds: number;
};

/**
 * The second officer agrees: the appeal is decided. Upheld, the block goes from every order that it stands on, and the
 * name cannot come back unheld for a while; dismissed, what was suspended is back. Other appeals that have got what they
 * ask for by that end too.
 */
export function confirm(ports: ConfirmPorts, act: Act): AppealRecord {
  const { now, officer } = act;
  const courtUntil = now + ports.clocks.high_court.limit;
  const decided = decideOnAppeal(
    ports,
    act,
    (appeal) => ({ kind: "confirm", parties: partiesTo(ports, appeal), courtUntil }),
    (after, before) => {
      const { reference } = after;
      if (after.outcome === "upheld") lift(ports, before, act);
      else resumeItems(ports.db, before.suspended, { appeal: reference, officer, now });
      tellAppellant(ports, after, now);
    },
  );
  settleAppeals(ports, now);
  return decided;
}

function lift(ports: ConfirmPorts, appeal: AppealRecord, { officer, now }: Act): void {
  const { db, clearanceSeconds } = ports;
  const blocking = standingOf(ports, appeal)?.standing ?? [];
  const standing: Standing[] = [...appeal.suspended, ...blocking];
  const second = appeal.proposal?.by ?? "";
  const reasons = `Appeal ${appeal.reference} was upheld.`;
  for (const [order, items] of byOrder(db, standing)) {
    if (isStanding(order)) {
      const withdrawal = { items: [...new Set(items)], second, reasons, cleared: true };
      withdraw(db, `o${order.id}`, withdrawal, officer, now, clearanceSeconds);
    } else {
      // It has ended, in a mass removal that waits: what is appealed against does not wait with it.
      const left = blocking.filter((each) => each.order === order.id);
      suspendItems(db, left, { appeal: appeal.reference, officer, now });
    }
    // What was suspended had no entry left for the withdrawal to clear.
    clearItems(db, order.id, items, now + clearanceSeconds);
  }
}
