import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { type Act, decideOnComplaint } from "./decide-complaint.ts";
import type { CasePorts } from "./ports.ts";

/** An officer gives a complaint back undecided: anybody of the desk may take it. */
export function putBack(ports: CasePorts, act: Act): ComplaintRecord {
  return decideOnComplaint(ports, act, { kind: "put_back" });
}
