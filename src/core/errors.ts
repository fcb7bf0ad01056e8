/** The closed set of error codes. Stable: clients and the command line switch on them. */
export const ERROR_CODES = [
  "bad_request",
  "not_found",
  "conflict",
  "too_large",
  "method_not_allowed",
  "unsupported_media_type",
  "range_not_satisfiable",
  "rate_limited",
  "unavailable",
  "internal",
  // who asks, and what they may
  "unauthenticated",
  "sign_in_refused",
  "second_factor_required",
  "step_up_required",
  "forbidden",
  "csrf_refused",
  "password_weak",
  "token_expired",
  "token_revoked",
  "suspended",
  // files as received
  "file_is_html",
  "file_unterminated",
  "file_bad_charset",
  "file_bad_format",
  "file_empty",
  "file_encrypted",
  // sources: lists that are fetched
  "source_host",
  "source_redirect",
  "source_address",
  "source_unreachable",
  "source_truncated",
  "source_too_large",
  "source_size",
  "source_shrunk",
  "source_grown",
  "source_state",
  // orders and review
  "order_unknown",
  "order_incomplete",
  "order_state",
  "same_officer",
  "author_cannot_approve",
  "digest_mismatch",
  "senior_required",
  "cleared_since",
  "category_unknown",
  "ground_unknown",
  // complaints and appeals
  "case_state",
  "case_locked",
  "case_not_taken",
  "case_incomplete",
  "outside_mandate",
  "officer_not_independent",
  "names_sealed_address",
  // publication
  "batch_stop",
  "release_state",
  "key_missing",
  "key_invalid",
  "threshold_unmet",
  "publisher_busy",
  "release_conflict",
  "artefact_rewrite",
  "store_unreachable",
  "store_refused",
  "data_not_initialised",
  "data_newer",
  "data_damaged",
  "audit_broken",
  // published artefacts, as a reader finds them
  "list_malformed",
  "delta_malformed",
  "filter_malformed",
  "index_malformed",
  "manifest_malformed",
  "identity_mismatch",
  // agent: each attack of the TUF specification has its own
  "tuf_rollback",
  "tuf_freeze",
  "tuf_mix_and_match",
  "tuf_signature",
  "tuf_threshold",
  "tuf_endless_data",
  "tuf_truncated",
  "tuf_malformed",
  "tuf_target_mismatch",
  "registry_unreachable",
  "drop_bound",
  "growth_bound",
  "lock_held",
  "sealed_unreadable",
  "output_failed",
  "hook_failed",
  "verify_failed",
  "state_unusable",
  "nothing_to_roll_back",
  "config_invalid",
  // zone transfer
  "zone_unreachable",
  "zone_refused",
  "zone_ahead",
  "zone_busy",
] as const;
export type ErrorCode = (typeof ERROR_CODES)[number];

/** The one error type. `code` is for machines, the message for the person who reads it; `details` never hold a sealed value. */
export class HifazatError extends Error {
  readonly code: ErrorCode;
  readonly details: Readonly<Record<string, unknown>> | undefined;

  constructor(code: ErrorCode, message: string, options: { cause?: unknown; details?: Record<string, unknown> } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.name = "HifazatError";
    this.code = code;
    this.details = options.details;
  }
}
