import type { AppealRecord } from "../../core/appeal/appeal.ts";
import type { Act } from "../complaints/decide-complaint.ts";
import type { CasePorts } from "../complaints/ports.ts";
import { decideOnAppeal } from "./decide-on-appeal.ts";

/** An officer takes an appeal, or keeps it longer; until the lock runs out nobody else works on it. */
export function takeAppeal(ports: CasePorts, act: Act): AppealRecord {
  return decideOnAppeal(ports, act, { kind: "take", until: act.now + ports.lockSeconds });
}

/** An officer gives an appeal back undecided. */
export function putBackAppeal(ports: CasePorts, act: Act): AppealRecord {
  return decideOnAppeal(ports, act, { kind: "put_back" });
}
