import type { ErrorCode } from "../core/errors.ts";
import { PROBLEM_HEADERS } from "./headers.ts";

/** Problem documents (RFC 9457). `code` is stable; `title` is the same for a code; `detail` is about this request. */

const KINDS = {
  bad_request: { status: 400, title: "The request cannot be understood" },
  password_weak: { status: 400, title: "The password is too easy to guess" },
  unauthenticated: { status: 401, title: "It is not known who asks" },
  sign_in_refused: { status: 401, title: "The sign-in is refused" },
  second_factor_required: { status: 401, title: "A second factor is needed" },
  token_expired: { status: 401, title: "The token has expired" },
  token_revoked: { status: 401, title: "The token was revoked" },
  forbidden: { status: 403, title: "The caller may not do this" },
  step_up_required: { status: 403, title: "A fresh second factor is needed" },
  csrf_refused: { status: 403, title: "The request may come from another site" },
  suspended: { status: 403, title: "The organisation is suspended" },
  not_found: { status: 404, title: "There is nothing here" },
  method_not_allowed: { status: 405, title: "This method does nothing here" },
  key_invalid: { status: 422, title: "The key cannot be used" },
  conflict: { status: 409, title: "The request does not fit the present state" },
  cleared_since: { status: 409, title: "A name was cleared on appeal meanwhile" },
  too_large: { status: 413, title: "The request is too large" },
  unsupported_media_type: { status: 415, title: "This type of content is not read here" },
  range_not_satisfiable: { status: 416, title: "The file has no such bytes" },
  // orders
  order_unknown: { status: 404, title: "There is no such order" },
  order_state: { status: 409, title: "The order is not at a stage where this can be done" },
  digest_mismatch: { status: 409, title: "The order is not what was reviewed" },
  order_incomplete: { status: 422, title: "Something is missing" },
  category_unknown: { status: 422, title: "There is no such category" },
  ground_unknown: { status: 422, title: "There is no such legal ground" },
  same_officer: { status: 403, title: "Different officers must decide" },
  author_cannot_approve: { status: 403, title: "An author cannot approve" },
  senior_required: { status: 403, title: "A senior officer is needed" },
  outside_mandate: { status: 403, title: "Outside the organisation's mandate" },
  // complaints and appeals
  case_state: { status: 409, title: "The case is not at a stage where this can be done" },
  case_locked: { status: 409, title: "Somebody else is working on the case" },
  case_not_taken: { status: 409, title: "The case must be taken first" },
  case_incomplete: { status: 422, title: "Something is missing" },
  names_sealed_address: { status: 422, title: "The text says what must stay closed" },
  officer_not_independent: { status: 403, title: "Others must decide" },
  // releases
  batch_stop: { status: 409, title: "More would change than may change at once" },
  release_state: { status: 409, title: "This cannot be done with the releases as they are" },
  publisher_busy: { status: 503, title: "Another release is being published" },
  // files as received
  file_is_html: { status: 422, title: "The file is a page, not a list" },
  file_unterminated: { status: 422, title: "The file was cut off" },
  file_bad_charset: { status: 422, title: "The file is in another charset" },
  file_bad_format: { status: 422, title: "The file is in no known format" },
  file_empty: { status: 422, title: "The file is empty" },
  file_encrypted: { status: 422, title: "The file is locked with a password" },
  // sources
  source_host: { status: 422, title: "The source is at a host that it does not declare" },
  source_state: { status: 409, title: "This cannot be done with the source as it is" },
  rate_limited: { status: 429, title: "Too many requests" },
  internal: { status: 500, title: "The server failed" },
  unavailable: { status: 503, title: "Not available at the moment" },
} as const satisfies Partial<Record<ErrorCode, { status: number; title: string }>>;

export type ProblemCode = keyof typeof KINDS;

export const PROBLEM_CODES = Object.keys(KINDS) as readonly ProblemCode[];

export type ProblemOptions = {
  readonly headers?: Readonly<Record<string, string>>;
  /** Extension members of the document. */
  readonly members?: Readonly<Record<string, unknown>>;
};

export function problem(code: ProblemCode, detail: string, options: ProblemOptions = {}): Response {
  const { status, title } = KINDS[code];
  const document = { type: `/docs#problem-${code}`, title, status, detail, code, ...options.members };
  const headers = options.headers === undefined ? PROBLEM_HEADERS : { ...PROBLEM_HEADERS, ...options.headers };
  return new Response(JSON.stringify(document), { status, headers });
}

/** Before the first release, and while none can be read. */
export const noRelease = (): Response =>
  problem("unavailable", "No release has been published yet.", { headers: { "retry-after": "5" } });
