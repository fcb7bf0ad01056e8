import type { AnswerTemplate } from "../../core/complaint/answer.ts";
import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { type Act, decideOnComplaint } from "./decide-complaint.ts";
import { closeNote } from "./note.ts";
import type { CasePorts } from "./ports.ts";

/** Ends a complaint with one of the answers; the reasons stay inside. Everyone who joined it is answered too. */
export function answer(ports: CasePorts, act: Act, template: AnswerTemplate, reasons: string): ComplaintRecord {
  return decideOnComplaint(ports, act, ({ reference }) => ({
    kind: "answer",
    template,
    reasons: closeNote(ports.seal, reference, reasons),
  }));
}
