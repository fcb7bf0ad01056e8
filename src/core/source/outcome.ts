import type { ErrorCode } from "../errors.ts";

/**
 * `superseded`: was quarantined, and something newer came before anybody decided. `released`, `discarded`: was
 * quarantined, and a person decided.
 */
export const FETCH_OUTCOMES = [
  "unchanged",
  "applied",
  "quarantined",
  "failed",
  "released",
  "discarded",
  "superseded",
] as const;
export type FetchOutcome = (typeof FETCH_OUTCOMES)[number];

/** Why a body is kept aside instead of being applied. */
export const QUARANTINE_CODES = [
  "file_is_html",
  "file_unterminated",
  "file_bad_charset",
  "file_bad_format",
  "file_empty",
  "source_truncated",
  "source_too_large",
  "source_size",
  "source_shrunk",
  "source_grown",
] as const satisfies readonly ErrorCode[];
export type QuarantineCode = (typeof QUARANTINE_CODES)[number];

/** In words that are the same whatever the body says: what is sealed must not get out by an explanation. */
const REASONS: Readonly<Partial<Record<ErrorCode, string>>> = {
  file_is_html: "a page stands in place of the list",
  file_unterminated: "the last line is cut off, although the source ends every line",
  file_bad_charset: "the body is not in the charset that the source declares",
  file_bad_format: "the body is not in the format that the source declares",
  file_empty: "the body names nothing",
  source_truncated: "the connection ended before the body did",
  source_too_large: "the body is larger than its ceiling",
  source_size: "the number of names is outside of what the source declares",
  source_shrunk: "the list shrank by more than its bound",
  source_grown: "the list grew by more than its bound",
  source_host: "the address is at a host that the source does not declare",
  source_redirect: "the server led to another place",
  source_address: "the host is at an address that is not public",
  source_unreachable: "the server could not be reached in time, or did not answer with a list",
  outside_mandate: "the list is outside of the organisation's mandate",
  suspended: "the organisation is suspended",
};

export const sourceReason = (code: ErrorCode): string => REASONS[code] ?? code;

export const isQuarantineCode = (code: ErrorCode): code is QuarantineCode =>
  QUARANTINE_CODES.some((each) => each === code);
