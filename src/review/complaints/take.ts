import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import { type Act, decideOnComplaint } from "./decide-complaint.ts";
import type { CasePorts } from "./ports.ts";

/** An officer takes a complaint, or keeps it longer; until the lock runs out nobody else decides on it. */
export function take(ports: CasePorts, act: Act): ComplaintRecord {
  return decideOnComplaint(ports, act, { kind: "take", until: act.now + ports.lockSeconds });
}
