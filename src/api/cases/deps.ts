import type { Verdict } from "../../core/appeal/appeal.ts";
import type { AppealFilter, AppealSummary, AppealView } from "../../core/appeal/view.ts";
import type { CategorySlug } from "../../core/category.ts";
import type { ClockName } from "../../core/clock/clock.ts";
import type { AnswerTemplate } from "../../core/complaint/answer.ts";
import type { Priority } from "../../core/complaint/priority.ts";
import type {
  ComplaintSummary,
  ComplaintView,
  Exposure,
  QueueFilter,
  ReferralUpdate,
  Revealed,
} from "../../core/complaint/view.ts";
import type { DefaultLaw } from "../../core/ground.ts";
import type { ListName } from "../../core/list-name.ts";
import type { Urgency } from "../../core/order/order.ts";
import type { Province, ReferralBody } from "../../core/referral/referral.ts";

/** What the desks' routes need from `src/review`, as it is used here. What is refused is thrown as HifazatError. */

export type By = { readonly desk: ListName; readonly reference: string; readonly officer: string };

export type ComplaintDeskDeps = {
  readonly queue: (desk: ListName, filter: QueueFilter) => readonly ComplaintSummary[];
  readonly view: (desk: ListName, reference: string) => ComplaintView;
  readonly take: (by: By) => ComplaintSummary;
  readonly putBack: (by: By) => ComplaintSummary;
  readonly join: (by: By, primary: string) => ComplaintSummary;
  readonly separate: (by: By, reasons: string) => ComplaintSummary;
  readonly triage: (
    by: By,
    input: { category: CategorySlug; urgency: Urgency; priority: Priority; reasons: string },
  ) => ComplaintSummary;
  readonly refer: (by: By, input: { body: ReferralBody; province: Province | null; note: string }) => ComplaintSummary;
  readonly updateReferral: (by: By, input: ReferralUpdate) => ComplaintSummary;
  readonly answer: (by: By, template: AnswerTemplate, reasons: string) => ComplaintSummary;
  readonly close: (by: By, reasons: string) => ComplaintSummary;
  readonly reveal: (by: By, reason: string) => Revealed;
  readonly exposure: (officer: string) => Exposure;
  /** The law of converted orders that name none. */
  readonly usual: DefaultLaw;
  readonly convert: (conversion: {
    readonly desk: ListName;
    readonly references: readonly string[];
    readonly terms: {
      readonly authority: string;
      readonly number: string;
      readonly ground: string;
      readonly provision?: string | undefined;
      readonly law?: string | undefined;
      readonly requestedBy?: string | undefined;
    };
    readonly officer: string;
  }) => Promise<{ readonly order: string; readonly complaints: readonly ComplaintSummary[] }>;
};

export type AppealDeskDeps = {
  readonly queue: (desk: ListName, filter: AppealFilter) => readonly AppealSummary[];
  readonly view: (desk: ListName, reference: string) => AppealView;
  readonly take: (by: By) => AppealSummary;
  readonly putBack: (by: By) => AppealSummary;
  readonly suspend: (by: By, reasons: string) => AppealSummary;
  readonly propose: (by: By, verdict: Verdict, reasons: string) => AppealSummary;
  readonly returnProposal: (by: By, reasons: string) => AppealSummary;
  readonly confirm: (by: By) => AppealSummary;
  readonly close: (by: By) => AppealSummary;
  readonly reveal: (by: By, reason: string) => Revealed;
};

export type ClockDeps = {
  /** How many cases that ended within the time did so in time, by clock. Seconds since the epoch. */
  readonly onTime: (from: number, until: number) => readonly OnTime[];
};

export type OnTime = {
  readonly clock: ClockName;
  readonly ended: number;
  readonly inTime: number;
  /** Still running now, and of these the ones that are late. */
  readonly running: number;
  readonly late: number;
};

export type CasesDeps = {
  readonly complaints: ComplaintDeskDeps;
  readonly appeals: AppealDeskDeps;
  readonly clocks: ClockDeps;
};
