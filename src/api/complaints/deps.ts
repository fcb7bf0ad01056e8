import type { Organisation } from "../../core/access/organisation.ts";
import type { CategorySlug } from "../../core/category.ts";
import type { ANSWERS } from "../../core/complaint/answer.ts";
import type { PublicStatus } from "../../core/complaint/public-status.ts";
import type { SubmissionInput } from "../../core/complaint/submission.ts";
import type { RefusalCode } from "../../core/target/refusal.ts";

/** What the public's complaint routes need from `src/intake`. What is refused is thrown as HifazatError. */
export type ComplaintsDeps = {
  /** A proof of work to do before sending. */
  readonly challenge: (address: string) => Promise<object>;
  readonly submitComplaint: (
    input: SubmissionInput,
    sender:
      | { readonly kind: "public"; readonly address: string; readonly proof: string | undefined }
      | { readonly kind: "partner"; readonly organisation: Organisation; readonly actor: string },
  ) => Promise<{
    readonly complaint: {
      readonly reference: string;
      readonly receivedAt: number;
      readonly submittedAs: CategorySlug;
    };
    readonly followUpCode: string;
    readonly codes: readonly (RefusalCode | null)[];
  }>;
  readonly followComplaint: (
    reference: string,
    code: string,
    address: string,
  ) => Promise<{
    readonly reference: string;
    readonly status: PublicStatus;
    readonly category: CategorySlug;
    readonly receivedAt: number;
    readonly concludedAt: number | null;
    readonly answer: (typeof ANSWERS)[number] | null;
  }>;
};
