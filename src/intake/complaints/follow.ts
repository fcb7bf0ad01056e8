import type { CategorySlug } from "../../core/category.ts";
import { type ANSWERS, answerNamed } from "../../core/complaint/answer.ts";
import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { type PublicStatus, publicAnswer, publicStatus } from "../../core/complaint/public-status.ts";
import { readReference } from "../../core/complaint/reference.ts";
import { HifazatError } from "../../core/errors.ts";
import { complaintById, complaintByReference } from "../../storage/cases/complaints.ts";
import { correspondentOf } from "../../storage/cases/correspondents.ts";
import { callerKey, countRequest, REQUESTS } from "./count-request.ts";
import { opensWith } from "./follow-up-code.ts";
import type { IntakePorts } from "./ports.ts";

type Answer = (typeof ANSWERS)[number];

/** What a complainant sees of the complaint: never an address, and nothing that tells the sealed desk from the other. */
export type ComplaintStatus = {
  readonly reference: string;
  readonly status: PublicStatus;
  readonly category: CategorySlug;
  readonly receivedAt: number;
  readonly concludedAt: number | null;
  readonly answer: Answer | null;
};

type FollowingPorts = Pick<IntakePorts, "db" | "limits">;

/** Throws `not_found` alike for an unknown reference and a wrong code; `rate_limited` when somebody tries them out. */
export async function followComplaint(
  { db, limits }: FollowingPorts,
  text: string,
  code: string,
  address: string,
): Promise<ComplaintStatus> {
  await countRequest(limits, REQUESTS.followUp, callerKey(address));
  const reference = readReference("C", text);
  if (reference !== undefined) await countRequest(limits, REQUESTS.followUpOfCase, reference);
  const complaint = reference === undefined ? undefined : complaintByReference(db, reference);
  const correspondent = complaint === undefined ? undefined : correspondentOf(db, "complaint", complaint.id);
  if (!opensWith(code, correspondent?.codeHash) || complaint === undefined)
    throw new HifazatError("not_found", "No complaint has this reference and follow-up code.");
  const primary = complaint.joinedTo === null ? undefined : complaintById(db, complaint.joinedTo);
  return complaintStatus(complaint, primary);
}

export function complaintStatus(complaint: ComplaintRecord, primary: ComplaintRecord | undefined): ComplaintStatus {
  const answer = publicAnswer(complaint);
  return {
    reference: complaint.reference,
    status: publicStatus(complaint, primary),
    category: complaint.submittedAs,
    receivedAt: complaint.receivedAt,
    concludedAt: complaint.clock.stoppedAt,
    answer: answer === null ? null : answerNamed(answer),
  };
}
