import { candidates as ofCore } from "../../core/target/candidates.ts";

/** What the private check fetches for names that need the tables of international names and public suffixes. */
export const candidates = ofCore;
