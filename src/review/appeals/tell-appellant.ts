import type { AppealRecord } from "../../core/appeal/appeal.ts";
import type { Contact } from "../../core/complaint/submission.ts";
import { correspondentOf } from "../../storage/cases/correspondents.ts";
import { queueNotice } from "../../storage/cases/notices.ts";
import { contactPlace } from "../../storage/cases/places.ts";
import type { CasePorts } from "../complaints/ports.ts";

/**
 * Tells the appellant how it ended. Not when no public entry covers the address: the day on which a message comes would
 * tell a sealed address from one that is on no list (core/appeal/public-status.ts).
 */
export function tellAppellant({ db, seal }: CasePorts, appeal: AppealRecord, now: number): void {
  if (appeal.list !== "general" || appeal.outcome === null) return;
  const sealed = correspondentOf(db, "appeal", appeal.id)?.contact;
  if (sealed == null) return;
  const { reference, language, outcome } = appeal;
  const contact: Contact = JSON.parse(seal.open(sealed, contactPlace(reference)));
  if (contact.email === null) return;
  queueNotice(
    db,
    seal,
    { to: contact.email, language, notice: { template: "appeal_decided", reference, outcome } },
    now,
  );
}
