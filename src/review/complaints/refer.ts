import { startClock } from "../../core/clock/clock.ts";
import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import type { Province, ReferralBody, ReferralStatus } from "../../core/referral/referral.ts";
import { queueReferralNotice } from "../../storage/cases/notices.ts";
import { type Act, decideOnComplaint } from "./decide-complaint.ts";
import { closeNote } from "./note.ts";
import type { CasePorts } from "./ports.ts";

/** Passes a case to a body beside the blocking; neither waits for the other. */
export function refer(
  ports: CasePorts,
  act: Act,
  input: { readonly body: ReferralBody; readonly province: Province | null; readonly note: string },
): ComplaintRecord {
  const clock = startClock("referral", act.now, ports.clocks);
  return decideOnComplaint(
    ports,
    act,
    ({ reference, province }) => ({
      kind: "refer",
      body: input.body,
      province: input.province ?? province,
      clock,
      note: closeNote(ports.seal, reference, input.note) || null,
    }),
    ({ reference }) => {
      queueReferralNotice(ports.db, ports.seal, ports.bodyMail, reference, { body: input.body, clock }, act.now);
    },
  );
}

/** Notes that the body was written to, has the case, or what it said. */
export function updateReferral(
  ports: CasePorts,
  act: Act,
  input: { readonly number: number; readonly status: ReferralStatus; readonly note: string },
): ComplaintRecord {
  return decideOnComplaint(ports, act, ({ reference }) => ({
    kind: "update_referral",
    number: input.number,
    status: input.status,
    note: closeNote(ports.seal, reference, input.note) || null,
  }));
}
