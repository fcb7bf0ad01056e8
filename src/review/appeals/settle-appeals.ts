import { SYSTEM } from "../../core/complaint/fold.ts";
import { openAppeals } from "../../storage/cases/appeal-queries.ts";
import { appealByReference } from "../../storage/cases/appeals.ts";
import { transaction } from "../../storage/database.ts";
import type { CasePorts } from "../complaints/ports.ts";
import { applyToAppeal } from "./decide-on-appeal.ts";
import { standingOf } from "./standing.ts";
import { tellAppellant } from "./tell-appellant.ts";

/**
 * Ends the appeals against what is blocked no more: another appeal was upheld, or its order was withdrawn or expired. What
 * is only suspended waits for its decision. For after each decision and for a job. Returns how many ended.
 */
export function settleAppeals(ports: CasePorts, now: number): number {
  const open = openAppeals(ports.db);
  const isSuspended = open.some(({ suspended }) => suspended.length > 0);
  let settled = 0;
  for (const appeal of open) {
    if (appeal.suspended.length > 0 || standingOf(ports, appeal) !== undefined) continue;
    // Another appeal may have suspended what this one is against.
    if (isSuspended && open.some((other) => other.entry === appeal.entry && other.suspended.length > 0)) continue;
    transaction(ports.db, () => {
      const present = appealByReference(ports.db, appeal.reference);
      if (present === undefined || present.state === "concluded" || present.suspended.length > 0) return;
      const ended = applyToAppeal(ports, present, { kind: "close", outcome: "no_longer_blocked" }, SYSTEM, now);
      tellAppellant(ports, ended, now);
      settled += 1;
    });
  }
  return settled;
}
