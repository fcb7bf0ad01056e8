import type { AuditFilter } from "../../../api/audit/deps.ts";
import type { ConsoleContext } from "../pages.tsx";

/** What the page's address asks for, as it was typed. */
export const SEARCH_FIELDS = ["actor", "action", "subject", "from", "until"] as const;
export type SearchField = (typeof SEARCH_FIELDS)[number];
export type AuditSearch = Readonly<Record<SearchField, string>>;

const LONGEST = 200;
const DAY_SECONDS = 86_400;

export function readSearch(c: ConsoleContext): AuditSearch {
  const text = (name: SearchField): string => (c.req.query(name) ?? "").trim().slice(0, LONGEST);
  return {
    actor: text("actor"),
    action: text("action"),
    subject: text("subject"),
    from: text("from"),
    until: text("until"),
  };
}

/** The search as it stands in an address. */
export function searchQuery(search: AuditSearch): URLSearchParams {
  return new URLSearchParams(SEARCH_FIELDS.flatMap((name) => (search[name] === "" ? [] : [[name, search[name]]])));
}

/** The filter, and the fields that say no day. Days are Pakistan's, as every time on the pages is. */
export function filterOf(search: AuditSearch): {
  readonly filter: AuditFilter;
  readonly wrong: readonly SearchField[];
} {
  const wrong = (["from", "until"] as const).filter((name) => search[name] !== "" && dayStart(search[name]) === null);
  const until = dayStart(search.until);
  const filter = {
    actor: search.actor || null,
    action: search.action || null,
    subject: search.subject || null,
    from: dayStart(search.from),
    until: until === null ? null : until + DAY_SECONDS,
  };
  return { filter, wrong };
}

/** Pakistan knows no summer time. */
function dayStart(text: string): number | null {
  const time = /^\d{4}-\d\d-\d\d$/.test(text) ? Date.parse(`${text}T00:00:00+05:00`) : Number.NaN;
  return Number.isNaN(time) ? null : time / 1_000;
}
