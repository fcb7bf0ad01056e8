import type { AppealRecord } from "../../core/appeal/appeal.ts";
import type { Act } from "../complaints/decide-complaint.ts";
import type { CasePorts } from "../complaints/ports.ts";
import { decideOnAppeal } from "./decide-on-appeal.ts";
import { tellAppellant } from "./tell-appellant.ts";

/** The appellant has taken the appeal back. */
export function closeAppeal(ports: CasePorts, act: Act): AppealRecord {
  return decideOnAppeal(ports, act, { kind: "close", outcome: "withdrawn" }, (after) => {
    tellAppellant(ports, after, act.now);
  });
}
