import type { AppealRecord } from "../../core/appeal/appeal.ts";
import type { Act } from "../complaints/decide-complaint.ts";
import { closeNote } from "../complaints/note.ts";
import type { CasePorts } from "../complaints/ports.ts";
import { decideOnAppeal } from "./decide-on-appeal.ts";
import { standingOf } from "./standing.ts";
import { suspendItems } from "./suspension.ts";

/** The block is off the list until the appeal is decided, on every order that it stands on. */
export function suspend(ports: CasePorts, act: Act, reasons: string): AppealRecord {
  return decideOnAppeal(
    ports,
    act,
    (appeal) => ({
      kind: "suspend",
      standing: standingOf(ports, appeal)?.standing ?? [],
      reasons: closeNote(ports.seal, appeal.reference, reasons),
    }),
    ({ suspended, reference }) => {
      suspendItems(ports.db, suspended, { appeal: reference, officer: act.officer, now: act.now });
    },
  );
}
