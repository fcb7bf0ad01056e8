import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { type Act, decideOnComplaint } from "./decide-complaint.ts";
import { closeNote } from "./note.ts";
import type { CasePorts } from "./ports.ts";

/** Ends a complaint without an answer, such as one that was sent by mistake. */
export function close(ports: CasePorts, act: Act, reasons: string): ComplaintRecord {
  return decideOnComplaint(ports, act, ({ reference }) => ({
    kind: "close",
    reasons: closeNote(ports.seal, reference, reasons),
  }));
}
