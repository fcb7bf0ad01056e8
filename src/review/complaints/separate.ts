import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { type Act, decideOnComplaint } from "./decide-complaint.ts";
import { closeNote } from "./note.ts";
import type { CasePorts } from "./ports.ts";

/** A complaint that joined another is to be looked at by itself after all. */
export function separate(ports: CasePorts, act: Act, reasons: string): ComplaintRecord {
  return decideOnComplaint(ports, act, ({ reference }) => ({
    kind: "separate",
    reasons: closeNote(ports.seal, reference, reasons),
  }));
}
