/** Why a text is no target (DESIGN 3). Stable: these codes stand in reports, receipts and the API. */
export const REFUSAL_CODES = [
  "empty",
  "comment",
  "public_suffix",
  "ip_address",
  "cidr",
  "single_label",
  "not_a_name",
  "label_too_long",
  "name_too_long",
  "url_too_long",
  "unsupported_scheme",
  "bad_port",
  // more than one name, or a name with words around it
  "several_names",
  // U+FFFD, a lone surrogate or a control character: the text was decoded with the wrong charset, or cut
  "bad_character",
  // `someone@gmail.com` must not become "block gmail.com"
  "email_address",
  // an allow rule (`@@||x^`, `rpz-passthru.`, `server=/x/#`): blocking it would do the reverse of what it says
  "exception_rule",
  // a line of a list format that does not say "block this name": redirect, cosmetic, option, zone directive
  "unsupported_rule",
  // `x/a/*`: a block of `x/a/` already covers what is below; what else was meant, a person has to say
  "path_wildcard",
  // `x/a/..` is `x/` to a browser, and would turn a path into a whole domain
  "path_collapses",
  "path_too_deep",
] as const;
export type RefusalCode = (typeof REFUSAL_CODES)[number];

/** What was noticed while reading an accepted target, shown to whoever reviews it. */
export const NOTE_CODES = [
  // `*.x` says "below x"; it is read as x and everything below
  "wildcard",
  // the line's own format (hosts, RPZ) blocks this one name; it is read as the name and everything below
  "subdomains_added",
  "invalid_a_label",
  "defanged",
  // port 80 under https or 443 under http; the target covers the default ports of both
  "port_dropped",
  "userinfo_dropped",
  "fragment_dropped",
  // `x/a?` is read as `x/a`
  "empty_query_dropped",
  // the last character may belong to the sentence around the URL and not to the URL
  "trailing_punctuation",
  // no public suffix list knows the last label: a typing error (`example.con`), a file name, or another root
  "unknown_suffix",
] as const;
export type NoteCode = (typeof NOTE_CODES)[number];
