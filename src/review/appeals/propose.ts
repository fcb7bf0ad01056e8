import type { AppealRecord, Verdict } from "../../core/appeal/appeal.ts";
import type { Act } from "../complaints/decide-complaint.ts";
import { closeNote } from "../complaints/note.ts";
import type { CasePorts } from "../complaints/ports.ts";
import { decideOnAppeal } from "./decide-on-appeal.ts";
import { partiesTo } from "./standing.ts";

/** The first of the two officers says how the appeal should end, and why. */
export function propose(ports: CasePorts, act: Act, verdict: Verdict, reasons: string): AppealRecord {
  return decideOnAppeal(ports, act, (appeal) => ({
    kind: "propose",
    verdict,
    reasons: closeNote(ports.seal, appeal.reference, reasons),
    parties: partiesTo(ports, appeal),
  }));
}

/** The second officer does not agree: the appeal is open again. */
export function returnProposal(ports: CasePorts, act: Act, reasons: string): AppealRecord {
  return decideOnAppeal(ports, act, (appeal) => ({
    kind: "return",
    reasons: closeNote(ports.seal, appeal.reference, reasons),
    parties: partiesTo(ports, appeal),
  }));
}
