import type { SubmissionInput } from "../../core/complaint/submission.ts";
import { callerKey, countRequest, REQUESTS } from "./count-request.ts";
import { followComplaint } from "./follow.ts";
import type { IntakePorts } from "./ports.ts";
import { type Sender, submitComplaint } from "./submit.ts";

/** What the public does with complaints, bound to what it works with: what the composition root gives to the API. */
export function createComplaintIntake(ports: IntakePorts) {
  return {
    async challenge(address: string): Promise<object> {
      await countRequest(ports.limits, REQUESTS.challenge, callerKey(address));
      return ports.proof.challenge();
    },
    submitComplaint: (input: SubmissionInput, sender: Sender) => submitComplaint(ports, input, sender),
    followComplaint: (reference: string, code: string, address: string) =>
      followComplaint(ports, reference, code, address),
  };
}
