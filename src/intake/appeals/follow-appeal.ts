import { type PublicAppealStatus, publicAppealStatus } from "../../core/appeal/public-status.ts";
import { readReference } from "../../core/complaint/reference.ts";
import { HifazatError } from "../../core/errors.ts";
import { appealByReference } from "../../storage/cases/appeals.ts";
import { correspondentOf } from "../../storage/cases/correspondents.ts";
import { callerKey, countRequest, REQUESTS } from "../complaints/count-request.ts";
import { opensWith } from "../complaints/follow-up-code.ts";
import type { IntakePorts } from "../complaints/ports.ts";

/** What an appellant sees of the appeal. Times in seconds since the epoch. */
export type AppealStatus = {
  readonly reference: string;
  readonly status: PublicAppealStatus;
  readonly receivedAt: number;
  /** By when it is answered. */
  readonly dueAt: number;
  /** Until when a dismissed appeal can be taken to the High Court. */
  readonly courtUntil: number | null;
};

/** Throws `not_found` alike for an unknown reference and a wrong code; `rate_limited` when somebody tries them out. */
export async function followAppeal(
  { db, limits, now }: Pick<IntakePorts, "db" | "limits" | "now">,
  text: string,
  code: string,
  address: string,
): Promise<AppealStatus> {
  await countRequest(limits, REQUESTS.followUp, callerKey(address));
  const reference = readReference("A", text);
  if (reference !== undefined) await countRequest(limits, REQUESTS.followUpOfCase, reference);
  const appeal = reference === undefined ? undefined : appealByReference(db, reference);
  const correspondent = appeal === undefined ? undefined : correspondentOf(db, "appeal", appeal.id);
  if (!opensWith(code, correspondent?.codeHash) || appeal === undefined)
    throw new HifazatError("not_found", "No appeal has this reference and follow-up code.");
  const status = publicAppealStatus(appeal, now());
  return {
    reference: appeal.reference,
    status,
    receivedAt: appeal.receivedAt,
    dueAt: appeal.clock.dueAt,
    courtUntil: status === "dismissed" ? appeal.courtUntil : null,
  };
}
