/** Why a line of a known format is no candidate for blocking. Stable: these codes stand in reports and in the API. */
export const LINE_REFUSALS = [
  "url_too_long",
  "other_address",
  "hosts_malformed",
  "adblock_exception",
  "adblock_cosmetic",
  "adblock_option",
  "adblock_pattern",
  "dnsmasq_not_a_block",
  "rpz_passthru",
  "rpz_trigger",
  "rpz_local_data",
  "rpz_outside_zone",
  "rpz_malformed",
  "csv_malformed",
  "csv_no_target",
  "csv_bad_date",
  "csv_one_agency",
  "json_malformed",
  "json_no_target",
] as const;
export type LineRefusal = (typeof LINE_REFUSALS)[number];

/** Why a line says nothing about blocking: counted, not reported one by one. */
export const IGNORED_LINES = ["blank", "comment", "header", "zone_record", "own_name", "continuation"] as const;
export type IgnoredLine = (typeof IGNORED_LINES)[number];

/** What became of one line of a received file. `text` is the line as it came (cut when it was too long). */
export type ReceivedItem =
  /** `target` is the part to canonicalise. `terminated` false: hold it with the reason `unterminated` (DESIGN 3). */
  | {
      readonly kind: "candidate";
      readonly line: number;
      readonly text: string;
      readonly target: string;
      readonly terminated: boolean;
    }
  | { readonly kind: "refused"; readonly line: number; readonly text: string; readonly code: LineRefusal }
  /** The source itself says that this address is no longer listed. */
  | {
      readonly kind: "skipped";
      readonly line: number;
      readonly text: string;
      readonly target: string;
      readonly code: "delisted";
    }
  | { readonly kind: "ignored"; readonly line: number; readonly text: string; readonly code: IgnoredLine };

export function candidate(line: { number: number; text: string; terminated: boolean }, target: string): ReceivedItem {
  return { kind: "candidate", line: line.number, text: line.text, target, terminated: line.terminated };
}

export function refused(line: { number: number; text: string }, code: LineRefusal): ReceivedItem {
  return { kind: "refused", line: line.number, text: line.text, code };
}

export function ignored(line: { number: number; text: string }, code: IgnoredLine): ReceivedItem {
  return { kind: "ignored", line: line.number, text: line.text, code };
}
