import type { PublicAppealStatus } from "../../core/appeal/public-status.ts";
import type { AppealInput } from "../../core/appeal/submission.ts";

/** What the public's appeal routes need from `src/intake`. What is refused is thrown as HifazatError. */
export type AppealsDeps = {
  readonly submitAppeal: (
    input: AppealInput,
    from: { readonly address: string; readonly proof: string | undefined },
  ) => Promise<{
    readonly appeal: {
      readonly reference: string;
      readonly receivedAt: number;
      readonly clock: { readonly dueAt: number };
    };
    readonly followUpCode: string;
    readonly entry: number | null;
  }>;
  readonly followAppeal: (
    reference: string,
    code: string,
    address: string,
  ) => Promise<{
    readonly reference: string;
    readonly status: PublicAppealStatus;
    readonly receivedAt: number;
    readonly dueAt: number;
    readonly courtUntil: number | null;
  }>;
};
