import type { AppealInput } from "../../core/appeal/submission.ts";
import type { IntakePorts } from "../complaints/ports.ts";
import { followAppeal } from "./follow-appeal.ts";
import { submitAppeal } from "./submit-appeal.ts";

/** What the public does with appeals, bound to what it works with: what the composition root gives to the API. */
export function createAppealIntake(ports: IntakePorts) {
  return {
    submitAppeal: (input: AppealInput, from: { readonly address: string; readonly proof: string | undefined }) =>
      submitAppeal(ports, input, from),
    followAppeal: (reference: string, code: string, address: string) => followAppeal(ports, reference, code, address),
  };
}
