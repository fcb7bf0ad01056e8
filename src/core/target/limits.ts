/** Longest text read as a target, and longest value of one, in UTF-16 code units. */
export const MAX_TARGET_LENGTH = 8_192;

/**
 * Longest text read in a lookup. Longer than a target's, so that padding a URL does not take it out of a block of
 * its host or of a path above.
 */
export const MAX_LOOKUP_LENGTH = 65_536;

/**
 * Most slashes in the path of a target. A lookup tries only so many path prefixes, from the root down; a deeper target
 * could not be found, so there is none.
 */
export const MAX_PATH_DEPTH = 64;

/** RFC 1035, 2.3.4, in the presentation form without the trailing dot. */
export const MAX_LABEL_LENGTH = 63;
export const MAX_NAME_LENGTH = 253;
