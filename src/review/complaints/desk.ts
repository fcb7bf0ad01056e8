import type { AnswerTemplate } from "../../core/complaint/answer.ts";
import type { ComplaintRecord } from "../../core/complaint/complaint.ts";
import type { QueueFilter, ReferralUpdate } from "../../core/complaint/view.ts";
import { PECA } from "../../core/ground.ts";
import type { ListName } from "../../core/list-name.ts";
import type { Province, ReferralBody } from "../../core/referral/referral.ts";
import { exposureOf } from "../../storage/cases/exposure.ts";
import { answer } from "./answer.ts";
import { close } from "./close.ts";
import { type Conversion, type ConvertPorts, convert } from "./convert.ts";
import type { Act } from "./decide-complaint.ts";
import { join } from "./join.ts";
import { putBack } from "./put-back.ts";
import { refer, updateReferral } from "./refer.ts";
import { reveal } from "./reveal.ts";
import { separate } from "./separate.ts";
import { take } from "./take.ts";
import { type TriageInput, triage } from "./triage.ts";
import { complaintQueue, summaryOf, viewComplaint } from "./view.ts";

/** On which case of which desk somebody works. */
export type By = { readonly desk: ListName; readonly reference: string; readonly officer: string };

export type DeskPorts = Omit<ConvertPorts, "judge"> & {
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** The guards as configured, with what was cleared on appeal by now. */
  readonly judge: () => Promise<ConvertPorts["judge"]>;
};

/** Every command of a complaint desk, bound to what it works with: what the composition root gives to the API. */
export function createComplaintDesk(ports: DeskPorts) {
  const cases = { ...ports, judge: undefined };
  const now = (by: By): Act => ({ ...by, now: ports.now() });
  const summary = (record: ComplaintRecord) => summaryOf(record);
  return {
    queue: (desk: ListName, filter: QueueFilter) => complaintQueue(cases, desk, filter, ports.now()),
    exposure: (officer: string) => exposureOf(ports.db, officer, ports.now()),
    view: (desk: ListName, reference: string) => viewComplaint(cases, desk, reference),
    take: (by: By) => summary(take(cases, now(by))),
    putBack: (by: By) => summary(putBack(cases, now(by))),
    join: (by: By, primary: string) => summary(join(cases, now(by), primary)),
    separate: (by: By, reasons: string) => summary(separate(cases, now(by), reasons)),
    triage: (by: By, input: TriageInput) => summary(triage(cases, now(by), input)),
    refer: (by: By, input: { body: ReferralBody; province: Province | null; note: string }) =>
      summary(refer(cases, now(by), input)),
    updateReferral: (by: By, input: ReferralUpdate) => summary(updateReferral(cases, now(by), input)),
    answer: (by: By, template: AnswerTemplate, reasons: string) => summary(answer(cases, now(by), template, reasons)),
    close: (by: By, reasons: string) => summary(close(cases, now(by), reasons)),
    reveal: (by: By, reason: string) => reveal(cases, now(by), reason),
    /** The law of converted orders that name none. */
    usual: ports.usual ?? PECA,
    async convert(conversion: Omit<Conversion, "now">) {
      const judge = await ports.judge();
      const { order, complaints } = convert({ ...ports, judge }, { ...conversion, now: ports.now() });
      return { order: `o${order.id}`, complaints: complaints.map(summary) };
    },
  };
}
