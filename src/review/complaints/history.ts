import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import type { HistoryLine } from "../../core/complaint/view.ts";
import { complaintEvents } from "../../storage/cases/complaints.ts";
import { notePlace } from "../../storage/cases/places.ts";
import type { CasePorts } from "./ports.ts";

/** What happened to a complaint, oldest first. */
export function complaintHistory(
  { db, seal }: Pick<CasePorts, "db" | "seal">,
  complaint: ComplaintRecord,
  notes: "with notes" | "without notes",
): HistoryLine[] {
  const place = notePlace(complaint.reference);
  return complaintEvents(db, complaint.id).map(({ at, actor, event }) => {
    const sealed = "reasons" in event ? event.reasons : "note" in event ? event.note : null;
    const isShown = notes === "with notes" && sealed !== null && sealed !== "";
    return { at, actor, kind: event.kind, note: isShown ? seal.open(sealed, place) : null };
  });
}
