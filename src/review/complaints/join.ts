import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { joinersOf } from "../../storage/cases/complaint-queries.ts";
import { findComplaint } from "../../storage/cases/complaints.ts";
import { type Act, decideOnComplaint } from "./decide-complaint.ts";
import type { CasePorts } from "./ports.ts";

/** An officer finds that a complaint says the same as another open one of the desk: it will end as that one does. */
export function join(ports: CasePorts, act: Act, primary: string): ComplaintRecord {
  return decideOnComplaint(ports, act, ({ id }) => ({
    kind: "join",
    primary: findComplaint(ports.db, act.desk, primary),
    joiners: joinersOf(ports.db, id).length,
  }));
}
