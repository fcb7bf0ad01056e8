/** What the agent takes from a registry or mirror at most (TUF specification 5.3.3, 5.4.1, 5.5.1, 5.6.1, 5.7.3). */

/** Until the connection stands, milliseconds. */
export const CONNECT_TIMEOUT_MS = 10_000;
/** Until an answer's headers are there, milliseconds. */
export const HEADERS_TIMEOUT_MS = 20_000;
/** Longest silence within a body, milliseconds. */
export const IDLE_TIMEOUT_MS = 30_000;
/** A whole metadata file, milliseconds: against a mirror that sends a byte now and then. */
export const METADATA_TOTAL_MS = 60_000;
/** A whole list, delta or manifest, milliseconds. */
export const TARGET_TOTAL_MS = 1_800_000;
/** A receipt's answer, milliseconds. */
export const RECEIPT_TOTAL_MS = 20_000;
/** Redirects followed for one file, all on one origin. */
export const MAX_REDIRECTS = 3;

/** Metadata, bytes. Snapshot and targets usually have their length signed; this is the ceiling above that. */
export const MAX_ROOT_BYTES = 512_000;
export const MAX_TIMESTAMP_BYTES = 16_384;
export const MAX_SNAPSHOT_BYTES = 2_000_000;
export const MAX_TARGETS_BYTES = 5_000_000;
/** New roots followed in one sync. */
export const MAX_ROOT_ROTATIONS = 256;
/** A receipt's answer, bytes. */
export const MAX_RECEIPT_ANSWER_BYTES = 65_536;
/** An answer of the bell, bytes. */
export const MAX_RELEASE_ANSWER_BYTES = 65_536;
