import { MAX_TARGET_LENGTH } from "../core/target/limits.ts";

/** Limits of the published format (README 9). A reader refuses what is beyond them; a writer never makes it. */

/** Longest canonical value (name or URL), bytes. */
export const MAX_VALUE_BYTES = MAX_TARGET_LENGTH;
/** Longest category slug, bytes. */
export const MAX_CATEGORY_BYTES = 64;
/** Most entries on one list. */
export const MAX_ENTRIES = 8_388_608;
/** Largest list text, uncompressed, bytes. */
export const MAX_LIST_BYTES = 268_435_456;
/** Largest delta text, uncompressed, bytes. */
export const MAX_DELTA_BYTES = 268_435_456;
/** Largest manifest, bytes. */
export const MAX_MANIFEST_BYTES = 262_144;
/** Largest file of the site's settings, bytes. */
export const MAX_SITE_BYTES = 65_536;
/** Largest index file, bytes. */
export const MAX_INDEX_BYTES = 2_147_483_640;
/** Largest filter file, bytes. */
export const MAX_FILTER_BYTES = 134_217_728;
/** Bounds of `next_poll_seconds`, seconds. */
export const MIN_POLL_SECONDS = 1;
export const MAX_POLL_SECONDS = 86_400;
