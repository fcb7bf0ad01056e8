import { mentionsAddress } from "../../core/complaint/mentions.ts";
import type { Contact } from "../../core/complaint/submission.ts";
import type { Revealed, Statement } from "../../core/complaint/view.ts";
import { HifazatError } from "../../core/errors.ts";
import { findComplaint } from "../../storage/cases/complaints.ts";
import { correspondentOf } from "../../storage/cases/correspondents.ts";
import { contactPlace, statementPlace } from "../../storage/cases/places.ts";
import { transaction } from "../../storage/database.ts";
import { appendAudit } from "../../storage/log.ts";
import type { Act } from "./decide-complaint.ts";
import { complaintHistory } from "./history.ts";
import { namesOf, openAddresses } from "./open-addresses.ts";
import type { CasePorts } from "./ports.ts";

/** Characters of the reason for a look. */
const LONGEST_REASON = 500;

/**
 * Shows what a case keeps closed. The look stands in the audit log with its reason before anything is shown, and the
 * reason must not say what is shown: throws `names_sealed_address` then, `case_incomplete` without one.
 */
export function reveal(ports: CasePorts, { desk, reference, officer, now }: Act, reason: string): Revealed {
  const { db, seal } = ports;
  return transaction(db, () => {
    const complaint = findComplaint(db, desk, reference);
    const addresses = openAddresses(seal, complaint.reference, complaint.addresses);
    const stored = correspondentOf(db, "complaint", complaint.id)?.contact;
    const contact: Contact | null =
      stored == null ? null : JSON.parse(seal.open(stored, contactPlace(complaint.reference)));
    checkReason(reason, [...namesOf(addresses), ...Object.values(contact ?? {}).filter((text) => text !== null)]);
    appendAudit(db, {
      at: now,
      actor: officer,
      action: "complaint.revealed",
      subject: `complaint:${complaint.id}`,
      detail: { reference: complaint.reference, reason: reason.trim() },
    });
    const statement = statementOf(seal, complaint.reference, complaint.statement);
    return { addresses, statement, contact, history: complaintHistory(ports, complaint, "with notes") };
  });
}

export function statementOf(seal: CasePorts["seal"], reference: string, sealed: string | null): Statement | null {
  return sealed === null ? null : JSON.parse(seal.open(sealed, statementPlace(reference)));
}

/** `closed`: what the reason must not say. */
export function checkReason(reason: string, closed: readonly string[]): void {
  if (reason.trim() === "") throw new HifazatError("case_incomplete", "A look at what is closed needs a reason.");
  if (reason.length > LONGEST_REASON)
    throw new HifazatError("bad_request", `A reason has at most ${LONGEST_REASON} characters.`);
  if (mentionsAddress(reason, closed))
    throw new HifazatError("names_sealed_address", "The reason says what the case keeps closed: leave it out.");
}
