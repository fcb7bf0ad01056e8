/**
 * Stored with each entry. It names everything a canonical value depends on: these rules, the IDNA package and its
 * Unicode version. Entries of another version are read again from what was received before they are compared.
 */
export const NORMALISER_VERSION = "hifazat-1/tr46-7.0.0/unicode-18.0.0";
