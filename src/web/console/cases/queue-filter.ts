import { organisationSeen } from "../../../api/cases/visible.ts";
import { APPEAL_STATES, type AppealState } from "../../../core/appeal/appeal.ts";
import type { AppealFilter } from "../../../core/appeal/view.ts";
import { CATEGORIES, type CategorySlug } from "../../../core/category.ts";
import { COMPLAINT_STATES, type ComplaintState } from "../../../core/complaint/complaint.ts";
import type { QueueFilter } from "../../../core/complaint/view.ts";
import type { ConsoleContext } from "../pages.tsx";

export const QUEUE_DESKS = ["all", "general", "sealed"] as const;
export const QUEUE_KINDS = ["all", "complaints", "appeals"] as const;
export const QUEUE_STATES = [
  "open",
  "received",
  "under_review",
  "ordered",
  "proposed",
  "joined",
  "concluded",
  "any",
] as const;

/** What the address of the queue's page asks for; what it does not know it takes for not asked. */
export type QueueQuery = {
  readonly desk: (typeof QUEUE_DESKS)[number];
  readonly kind: (typeof QUEUE_KINDS)[number];
  readonly state: (typeof QUEUE_STATES)[number];
  readonly category: CategorySlug | "";
  readonly mine: boolean;
  readonly text: string;
  /** From 1. */
  readonly page: number;
};

export const QUEUE_PAGE = 25;
/** Characters of a search that are looked at. */
const LONGEST_TEXT = 2_000;

export function readQuery(c: ConsoleContext): QueueQuery {
  const one = <T extends string>(name: string, known: readonly T[], usual: T): T =>
    known.find((value) => value === c.req.query(name)) ?? usual;
  const page = Number(c.req.query("page") ?? "1");
  return {
    desk: one("desk", QUEUE_DESKS, "all"),
    kind: one("kind", QUEUE_KINDS, "all"),
    state: one("state", QUEUE_STATES, "open"),
    category: one<CategorySlug | "">(
      "category",
      CATEGORIES.map(({ slug }) => slug),
      "",
    ),
    mine: c.req.query("mine") === "yes",
    text: (c.req.query("text") ?? "").trim().slice(0, LONGEST_TEXT),
    page: Number.isInteger(page) && page > 0 && page < 10_000 ? page : 1,
  };
}

/** The address of the queue with some of it changed. */
export function queueAddress(query: QueueQuery, change: Partial<QueueQuery>): string {
  const { desk, kind, state, category, mine, text, page } = { ...query, ...change };
  const said = new URLSearchParams();
  if (desk !== "all") said.set("desk", desk);
  if (kind !== "all") said.set("kind", kind);
  if (state !== "open") said.set("state", state);
  if (category !== "") said.set("category", category);
  if (mine) said.set("mine", "yes");
  if (text !== "") said.set("text", text);
  if (page !== 1) said.set("page", String(page));
  return said.size === 0 ? "/console/cases" : `/console/cases?${said}`;
}

const OPEN_COMPLAINTS: readonly ComplaintState[] = ["received", "under_review", "ordered"];
const OPEN_APPEALS: readonly AppealState[] = ["received", "under_review", "proposed"];

type Page = { readonly limit: number; readonly skip: number };

export function complaintFilter(c: ConsoleContext, query: QueueQuery, page: Page): QueueFilter {
  const { state, category, text } = query;
  return {
    states:
      state === "open" ? OPEN_COMPLAINTS : state === "any" ? COMPLAINT_STATES : COMPLAINT_STATES.filter(is(state)),
    organisation: organisationSeen(c),
    category: category === "" ? undefined : category,
    takenBy: takenBy(c, query),
    text,
    ...page,
  };
}

export function appealFilter(c: ConsoleContext, query: QueueQuery, page: Page): AppealFilter {
  const { state, text } = query;
  const states = state === "open" ? OPEN_APPEALS : state === "any" ? APPEAL_STATES : APPEAL_STATES.filter(is(state));
  return { states, takenBy: takenBy(c, query), text, ...page };
}

const is = (wanted: string) => (state: string) => state === wanted;
const takenBy = ({ var: { caller } }: ConsoleContext, { mine }: QueueQuery) =>
  mine && caller.kind === "session" ? caller.actor : undefined;
