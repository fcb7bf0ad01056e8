import type { AppealOutcome } from "../appeal/appeal.ts";
import type { ClockLevel, ClockName } from "../clock/clock.ts";
import type { AnswerTemplate } from "../complaint/answer.ts";
import type { PublicStatus } from "../complaint/public-status.ts";
import type { ReferralBody } from "../referral/referral.ts";
import type { QuarantineCode } from "../source/outcome.ts";

/**
 * A message that the registry writes to somebody. A closed set with closed parameters: there is no place in it for an
 * address, a name or a text that a person typed, so that none can get into a mailbox by mistake (DESIGN 5).
 */
export type Notice =
  | { readonly template: "complaint_received"; readonly reference: string }
  | {
      readonly template: "complaint_concluded";
      readonly reference: string;
      readonly status: PublicStatus;
      readonly answer: AnswerTemplate | null;
    }
  | { readonly template: "appeal_received"; readonly reference: string }
  | { readonly template: "appeal_decided"; readonly reference: string; readonly outcome: AppealOutcome }
  /** To a desk: a clock that is running out, or has. Times in seconds since the epoch. */
  | {
      readonly template: "clock";
      readonly reference: string;
      readonly level: ClockLevel;
      readonly clock: ClockName;
      readonly dueAt: number;
    }
  /** To a desk: what a source sent is kept aside until somebody decides. */
  | { readonly template: "source_quarantined"; readonly reference: string; readonly code: QuarantineCode }
  /** To a body that a case was passed to: it asks the desk for the rest, over a channel that may carry it. */
  | {
      readonly template: "referral_opened";
      readonly reference: string;
      readonly body: ReferralBody;
      readonly dueAt: number;
    };
