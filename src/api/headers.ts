/**
 * Response headers as constants: middleware that sets them costs a third of the lookup's throughput (DESIGN 11).
 * Plain records, because node-server writes those as they are.
 */

/** Every answer: never guess its type, never run it. */
const SAFE = { "x-content-type-options": "nosniff" } as const;

/** Answers any page may read: they are public and carry no cookie. */
const PUBLIC = { ...SAFE, "access-control-allow-origin": "*" } as const;

/** An answer about what somebody asked must stay in no cache. */
export const LOOKUP_HEADERS = { "content-type": "application/json", "cache-control": "no-store", ...PUBLIC } as const;

/** Public record: the same for everybody, checked again by ETag. */
export const RECORD_HEADERS = {
  "content-type": "application/json",
  "cache-control": "public, max-age=0, must-revalidate",
  ...PUBLIC,
} as const;

/**
 * On every answer of `/v1/release`: how old what this server answers from is, in seconds, as a dictionary of structured
 * fields (RFC 9651). Not in the body, because that is the same everywhere and has an ETag.
 */
export const FRESHNESS_HEADER = "release-freshness";

export const PROBLEM_HEADERS = {
  "content-type": "application/problem+json",
  "cache-control": "no-store",
  ...PUBLIC,
} as const;

export const OPERATIONS_HEADERS = { "cache-control": "no-store", ...SAFE } as const;

/** A name that holds the hash or the version of its body never means another body. */
export const IMMUTABLE_FILE_HEADERS = { "cache-control": "public, max-age=31536000, immutable", ...PUBLIC } as const;

/** The one name that changes. Short, because a client hears of a release by other ways and fetches this first. */
export const POINTER_FILE_HEADERS = { "cache-control": "public, max-age=5, must-revalidate", ...PUBLIC } as const;

/** The documentation page runs its own script and asks nobody but this server. */
export const PAGE_HEADERS = {
  ...SAFE,
  "cache-control": "public, max-age=3600",
  "content-security-policy":
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; " +
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
  "referrer-policy": "no-referrer",
} as const;
