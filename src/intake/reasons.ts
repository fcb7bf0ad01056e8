import type { HoldReason } from "../core/guard/guard-kind.ts";
import type { RefusalCode } from "../core/target/refusal.ts";
import type { LineRefusal } from "./formats/received-item.ts";

/** Every code that can stand beside an item that was not accepted. */
export type ItemCode = RefusalCode | LineRefusal | HoldReason | "protected" | "delisted";

/** What each code means, for the person who has to mend the line or decide on it. */
export const REASONS: Readonly<Record<ItemCode, string>> = {
  empty: "nothing to block on this line",
  comment: "a comment",
  public_suffix: "a public suffix: blocking it would block everybody below it",
  ip_address: "an IP address, not a name",
  cidr: "a range of IP addresses, not a name",
  single_label: "one label is no domain name",
  not_a_name: "not a name or URL",
  label_too_long: "a label is longer than 63 characters",
  name_too_long: "the name is longer than 253 characters",
  url_too_long: "the line or URL is too long",
  unsupported_scheme: "only http and https can be blocked",
  bad_port: "the port is not a port number",
  several_names: "more than one name, or words around the name: one a line",
  bad_character: "a control character or a broken one: wrong charset, or cut off",
  email_address: "an e-mail address: its domain must not be blocked for it",
  exception_rule: "the rule allows the name: blocking it would do the reverse",
  unsupported_rule: "this rule does not say to block a name",
  path_wildcard: "a wildcard in the path: name the path itself, what is below it is covered",
  path_collapses: "the path leads back to the whole site: say which is meant",
  path_too_deep: "the path has too many segments",
  other_address: "the line gives the name another address: it does not say that it is blocked",
  hosts_malformed: "not an address and its names",
  adblock_exception: "an exception: it allows the name",
  adblock_cosmetic: "a rule for parts of pages, not for names",
  adblock_option: "the rule has an option that narrows it: it would block more than it says",
  adblock_pattern: "a pattern, not a name",
  dnsmasq_not_a_block: "this setting does not block a name",
  rpz_passthru: "the zone lets this name pass",
  rpz_trigger: "a trigger other than a name",
  rpz_local_data: "the zone gives the name other data: it does not say that it is blocked",
  rpz_outside_zone: "the owner is outside the zone",
  rpz_malformed: "not a record of a zone",
  csv_malformed: "quotes that nothing closes",
  csv_no_target: "no address in its column",
  csv_bad_date: "the delisting date cannot be read",
  csv_one_agency: "two different agencies must confirm the row",
  json_malformed: "not a JSON value",
  json_no_target: "no address in this value",
  delisted: "its source says that it is no longer listed",
  protected: "on the protected list, or it would cover a protected name",
  private_suffix: "a private suffix: many unrelated owners stand below it",
  shared_host: "shared hosting: many unrelated owners stand below it",
  cdn: "a content delivery network",
  shortener: "a link shortener",
  link_in_bio: "a link-in-bio service: many unrelated owners stand on it",
  dynamic_dns: "a dynamic DNS provider: many unrelated owners stand below it",
  essential: "devices need it to notice that they are online, for updates or the time",
  institution: "a university, a bank or a foreign government",
  popular: "one of the most visited names, or it would cover one",
  recently_cleared: "cleared on appeal not long ago",
  single_path_evidence: "the evidence is one path: the whole name would be blocked for it",
  unterminated: "the last line has no line end: the name may be cut off",
};

/** The reasons of a comma-separated list of codes, as one sentence each. */
export function explain(codes: string): string {
  return codes
    .split(",")
    .map((code) => REASONS[code as ItemCode] ?? code)
    .join("; ");
}
