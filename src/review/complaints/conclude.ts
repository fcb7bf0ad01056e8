import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { SYSTEM } from "../../core/complaint/fold.ts";
import { publicAnswer, publicStatus } from "../../core/complaint/public-status.ts";
import type { Contact } from "../../core/complaint/submission.ts";
import { joinersOf } from "../../storage/cases/complaint-queries.ts";
import { correspondentOf } from "../../storage/cases/correspondents.ts";
import { queueNotice } from "../../storage/cases/notices.ts";
import { contactPlace } from "../../storage/cases/places.ts";
import { applyDecided } from "./decide-complaint.ts";
import { closeNote } from "./note.ts";
import type { CasePorts } from "./ports.ts";

/**
 * Tells the complainant of a complaint that has ended, and ends those that joined it in the same way, telling each. When
 * it ended without an answer, the others have none either: they go back to the desk. Inside a transaction.
 */
export function conclude(ports: CasePorts, complaint: ComplaintRecord, now: number): void {
  tell(ports, complaint, now);
  const { outcome, answer: template } = complaint;
  for (const joiner of joinersOf(ports.db, complaint.id)) {
    if (outcome === "dropped" || outcome === null) {
      const reasons = closeNote(ports.seal, joiner.reference, "The complaint it had joined was closed.");
      applyDecided(ports, joiner, { kind: "separate", reasons }, SYSTEM, now);
    } else {
      tell(ports, applyDecided(ports, joiner, { kind: "settle", outcome, template }, SYSTEM, now), now);
    }
  }
}

function tell({ db, seal }: CasePorts, complaint: ComplaintRecord, now: number): void {
  const sealed = correspondentOf(db, "complaint", complaint.id)?.contact;
  if (sealed == null) return;
  const { reference, language } = complaint;
  const contact: Contact = JSON.parse(seal.open(sealed, contactPlace(reference)));
  if (contact.email === null) return;
  const status = publicStatus(complaint, undefined);
  const answer = publicAnswer(complaint);
  const notice = { template: "complaint_concluded", reference, status, answer } as const;
  queueNotice(db, seal, { to: contact.email, language, notice }, now);
}
