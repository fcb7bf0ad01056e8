import type { Verdict } from "../../core/appeal/appeal.ts";
import type { AppealFilter } from "../../core/appeal/view.ts";
import type { ListName } from "../../core/list-name.ts";
import type { Act } from "../complaints/decide-complaint.ts";
import type { By } from "../complaints/desk.ts";
import { closeAppeal } from "./close-appeal.ts";
import { type ConfirmPorts, confirm } from "./confirm.ts";
import { propose, returnProposal } from "./propose.ts";
import { suspend } from "./suspend.ts";
import { putBackAppeal, takeAppeal } from "./take-appeal.ts";
import { appealQueue, appealSummary, revealAppeal, viewAppeal } from "./view-appeal.ts";

export type AppealDeskPorts = ConfirmPorts & {
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** Every command of an appeal desk, bound to what it works with: what the composition root gives to the API. */
export function createAppealDesk(ports: AppealDeskPorts) {
  const now = (by: By): Act => ({ ...by, now: ports.now() });
  return {
    queue: (desk: ListName, filter: AppealFilter) => appealQueue(ports, desk, filter, ports.now()),
    view: (desk: ListName, reference: string) => viewAppeal(ports, desk, reference),
    take: (by: By) => appealSummary(takeAppeal(ports, now(by))),
    putBack: (by: By) => appealSummary(putBackAppeal(ports, now(by))),
    suspend: (by: By, reasons: string) => appealSummary(suspend(ports, now(by), reasons)),
    propose: (by: By, verdict: Verdict, reasons: string) => appealSummary(propose(ports, now(by), verdict, reasons)),
    returnProposal: (by: By, reasons: string) => appealSummary(returnProposal(ports, now(by), reasons)),
    confirm: (by: By) => appealSummary(confirm(ports, now(by))),
    close: (by: By) => appealSummary(closeAppeal(ports, now(by))),
    reveal: (by: By, reason: string) => revealAppeal(ports, now(by), reason),
  };
}
