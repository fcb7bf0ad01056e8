import { HifazatError } from "../../core/errors.ts";
import type { Language } from "./language.ts";
import { REFUSALS_UR } from "./refusals-ur.ts";
import { UI } from "./words.ts";

export type Failure = {
  readonly status: 400 | 401 | 403 | 404 | 409 | 413 | 422 | 429 | 500 | 503;
  readonly title: string;
  readonly text: string;
  /** Not ours to tell: for the log. */
  readonly unexpected: boolean;
};

const STATUS: Readonly<Record<string, Failure["status"]>> = {
  not_found: 404,
  order_unknown: 404,
  conflict: 409,
  case_state: 409,
  case_locked: 409,
  case_not_taken: 409,
  order_state: 409,
  source_state: 409,
  batch_stop: 409,
  release_state: 409,
  publisher_busy: 503,
  digest_mismatch: 409,
  forbidden: 403,
  csrf_refused: 403,
  author_cannot_approve: 403,
  same_officer: 403,
  senior_required: 403,
  outside_mandate: 403,
  officer_not_independent: 403,
  suspended: 403,
  unauthenticated: 401,
  sign_in_refused: 401,
  second_factor_required: 401,
  step_up_required: 403,
  too_large: 413,
  rate_limited: 429,
  unavailable: 503,
  bad_request: 400,
  internal: 500,
};

/** What a page says of a failure. Of one that is not ours nothing is told. */
export function failureOf(error: unknown, language: Language): Failure {
  const { errors, problem } = UI[language];
  if (!(error instanceof HifazatError) || error.code === "internal")
    return { status: 500, title: errors.title, text: errors.internal, unexpected: true };
  const status = STATUS[error.code] ?? 422;
  switch (status) {
    case 404:
      return { status, title: errors.notFoundTitle, text: errors.notFound, unexpected: false };
    case 429:
      return { status, title: errors.title, text: errors.tooMany, unexpected: false };
    case 503:
      return { status, title: errors.title, text: errors.unavailable, unexpected: false };
    default:
      return { status, title: problem, text: refusalText(error, language), unexpected: false };
  }
}

/** Why something was refused, in the language of the page. */
export const refusalText = (error: HifazatError, language: Language): string =>
  (language === "ur" ? REFUSALS_UR[error.code] : undefined) ?? error.message;
