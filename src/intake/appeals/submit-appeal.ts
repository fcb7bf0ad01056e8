import type { AppealRecord } from "../../core/appeal/appeal.ts";
import { type AppealInput, type AppealSubmission, checkAppeal } from "../../core/appeal/submission.ts";
import { startClock } from "../../core/clock/clock.ts";
import { SYSTEM } from "../../core/complaint/fold.ts";
import { newFollowUpCode, newReference } from "../../core/complaint/reference.ts";
import { HifazatError } from "../../core/errors.ts";
import { appealByReference, appendAppealEvent, nextAppealId } from "../../storage/cases/appeals.ts";
import { blockingStill } from "../../storage/cases/blocking.ts";
import { insertCorrespondent } from "../../storage/cases/correspondents.ts";
import { queueNotice } from "../../storage/cases/notices.ts";
import { contactPlace, statementPlace } from "../../storage/cases/places.ts";
import { transaction } from "../../storage/database.ts";
import { followUpHash } from "../complaints/follow-up-code.ts";
import type { IntakePorts, ReceivingPorts } from "../complaints/ports.ts";
import { readAddress } from "../complaints/read-address.ts";
import { queueFor } from "../complaints/submit.ts";

export type ReceivedAppeal = {
  readonly appeal: AppealRecord;
  /** Shown once: only its hash is kept. */
  readonly followUpCode: string;
  /** The public entry that it is against; null when no public entry covers the address. */
  readonly entry: number | null;
};

/**
 * Takes in an appeal from anyone. Throws `bad_request` (`details.refused` has the code of an address that is none) or
 * `rate_limited`. An address on the sealed list and one on no list are answered alike.
 */
export async function submitAppeal(
  ports: IntakePorts,
  input: AppealInput,
  from: { readonly address: string; readonly proof: string | undefined },
): Promise<ReceivedAppeal> {
  const checked = checkAppeal(input);
  if (checked.kind === "refusal") {
    const details = checked.refused === null ? {} : { details: { refused: checked.refused } };
    throw new HifazatError(checked.code, checked.message, details);
  }
  await queueFor(ports, from.address, from.proof);
  return receiveAppeal(ports, checked.submission);
}

function receiveAppeal(ports: ReceivingPorts, submission: AppealSubmission): ReceivedAppeal {
  const { db, seal, clocks, random } = ports;
  const now = ports.now();
  const followUpCode = newFollowUpCode(random);
  const { url, capacity, language, statement, contact } = submission;
  return transaction(db, () => {
    const id = nextAppealId(db);
    const reference = unusedReference(ports);
    const { stored, covering } = readAddress(seal, reference, 1, url);
    // Both lists are asked for every appeal, so that it takes the same time.
    const sealed = blockingStill(db, "sealed", covering);
    const general = blockingStill(db, "general", covering);
    const blocking = general ?? sealed;
    const received = appendAppealEvent(db, id, undefined, {
      at: now,
      actor: "anonymous",
      event: {
        kind: "received",
        reference,
        capacity,
        language,
        appellant: { kind: contact === null ? "anonymous" : "named" },
        address: stored,
        statement: seal.close(statement, statementPlace(reference)),
        list: general !== undefined ? "general" : sealed !== undefined ? "sealed" : null,
        entry: blocking?.entry ?? null,
        clock: startClock("review", now, clocks),
      },
    });
    const isListed = blocking !== undefined;
    const closed = { kind: "closed", outcome: "not_listed" } as const;
    const appeal = isListed ? received : appendAppealEvent(db, id, received, { at: now, actor: SYSTEM, event: closed });
    insertCorrespondent(db, {
      subject: "appeal",
      caseId: id,
      codeHash: followUpHash(followUpCode),
      contact: contact === null ? null : seal.close(JSON.stringify(contact), contactPlace(reference)),
    });
    if (contact?.email != null)
      queueNotice(db, seal, { to: contact.email, language, notice: { template: "appeal_received", reference } }, now);
    return { appeal, followUpCode, entry: general?.entry ?? null };
  });
}

function unusedReference({ db, random }: ReceivingPorts): string {
  let reference = newReference("A", random);
  while (appealByReference(db, reference) !== undefined) reference = newReference("A", random);
  return reference;
}
