import type { Organisation } from "../../core/access/organisation.ts";
import type { Channel, Complainant, Queue } from "../../core/complaint/complaint.ts";
import { checkSubmission, type SubmissionInput } from "../../core/complaint/submission.ts";
import { HifazatError } from "../../core/errors.ts";
import { callerKey, countRequest, REQUESTS } from "./count-request.ts";
import type { IntakePorts } from "./ports.ts";
import { type Received, receiveComplaint } from "./receive.ts";

/** Who sends a complaint. */
export type Sender =
  | { readonly kind: "public"; readonly address: string; readonly proof: string | undefined }
  /** An organisation's officer or machine; `actor` stands in the record. */
  | { readonly kind: "partner"; readonly organisation: Organisation; readonly actor: string };

/** Stands in the record for whoever gave no account. */
const PUBLIC = "anonymous";

/**
 * Takes in a complaint. Throws `bad_request`, `category_unknown`, `outside_mandate` (a partner) or `rate_limited`.
 * Without a proof of work it is taken all the same, for the slower queue.
 */
export async function submitComplaint(ports: IntakePorts, input: SubmissionInput, sender: Sender): Promise<Received> {
  const mandate = sender.kind === "partner" ? sender.organisation.categories : null;
  const checked = checkSubmission(input, mandate);
  if (checked.kind === "refusal") throw new HifazatError(checked.code, checked.message);
  const { submission } = checked;
  if (sender.kind === "partner") {
    await countRequest(ports.limits, REQUESTS.partner, sender.organisation.name);
    const complainant = { kind: "organisation", name: sender.organisation.name } as const;
    return receive("partner", "normal", complainant, sender.actor);
  }
  const queue = await queueFor(ports, sender.address, sender.proof);
  return receive("form", queue, { kind: submission.contact === null ? "anonymous" : "named" }, PUBLIC);

  function receive(channel: Channel, queue: Queue, complainant: Complainant, actor: string): Received {
    return receiveComplaint(ports, submission, { channel, queue, complainant, actor });
  }
}

/** Counts the request, and says which queue it has earned. */
export async function queueFor(
  { limits, proof }: Pick<IntakePorts, "limits" | "proof">,
  address: string,
  solution: string | undefined,
): Promise<Queue> {
  const isProved = await proof.check(solution);
  await countRequest(limits, isProved ? REQUESTS.proved : REQUESTS.unproved, callerKey(address));
  return isProved ? "normal" : "slow";
}
