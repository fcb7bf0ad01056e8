import type { SeenSource } from "../../../api/sources/deps.ts";
import { GENERAL_SOURCES, SEALED_SOURCES, type SourceDesk, sourceOf } from "../../../api/sources/desk.ts";
import { requires } from "../../../api/staff-route.ts";
import type { ErrorCode } from "../../../core/errors.ts";
import { type FetchOutcome, sourceReason } from "../../../core/source/outcome.ts";
import type { SourceFetch } from "../../../core/source/source.ts";
import { formatTime } from "../../ui/dates.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Notification, Tag, type TagColour } from "../../ui/notice.tsx";
import type { ConsoleDeps } from "../deps.ts";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { SOURCES } from "./words.ts";

/** The pages of one desk: the general list's sources, or the sealed list's for the sealed role alone. */
export type SourcesPart = {
  readonly pages: ConsolePages;
  readonly deps: ConsoleDeps;
  readonly desk: SourceDesk;
  /** Where its pages are, and those of the orders that its sources bring. */
  readonly base: string;
  readonly orders: string;
};

export const SOURCE_DESKS = [
  { desk: GENERAL_SOURCES, base: "/console/sources", orders: "/console/orders" },
  { desk: SEALED_SOURCES, base: "/console/sealed-sources", orders: "/console/sealed-orders" },
] as const;

export const access = ({ desk }: SourcesPart, step: keyof SourceDesk["actions"]) => requires(desk.actions[step]);

/** Fetches that a source is shown with. */
const SHOWN = 20;

/** What every page about one source begins with. Throws `not_found` for one that this officer may not see. */
export function opened(c: ConsoleContext, { deps, desk, base }: SourcesPart) {
  const seen = sourceOf(c, deps.sources, desk, SHOWN);
  const language = languageOf(c);
  return { ...seen, language, path: `${base}/${seen.source.name}`, words: SOURCES[language] };
}

/** Why a body was kept aside, or a fetch failed, in words. */
export function reasonOf(language: Language, code: string): string {
  const { reasons } = SOURCES[language];
  return reasons[code] ?? sourceReason(code as ErrorCode);
}

/** Whether it is fetched at all, and whether somebody has to decide about what came. */
export function Standing({ language, seen }: { readonly language: Language; readonly seen: SeenSource }) {
  const words = SOURCES[language];
  const { source, waiting } = seen;
  return (
    <>
      {source.enabled ? <Tag colour="green">{words.enabled}</Tag> : <Tag colour="grey">{words.paused}</Tag>}
      {waiting !== null && (
        <>
          {" "}
          <Tag colour="orange">{words.waits}</Tag>
        </>
      )}
    </>
  );
}

const COLOURS: Readonly<Record<FetchOutcome, TagColour>> = {
  unchanged: "green",
  applied: "green",
  released: "blue",
  quarantined: "orange",
  discarded: "grey",
  superseded: "grey",
  failed: "red",
};

/** When a list was fetched, how it ended, and why if it did not end well. */
export function Ended({ language, fetch }: { readonly language: Language; readonly fetch: SourceFetch }) {
  return (
    <>
      {formatTime(language, fetch.at)}
      <br />
      <Tag colour={COLOURS[fetch.outcome]}>{SOURCES[language].outcomes[fetch.outcome]}</Tag>
      {fetch.code !== null && (
        <>
          <br />
          {reasonOf(language, fetch.code)}
        </>
      )}
    </>
  );
}

/** What was done just before this page, from its address (`?done=called`). */
export function Done({ c, language }: { readonly c: ConsoleContext; readonly language: Language }) {
  const done: Readonly<Record<string, string>> = SOURCES[language].done;
  const what = c.req.query("done") ?? "";
  if (!Object.hasOwn(done, what)) return null;
  return (
    <Notification language={language} success>
      {done[what]}
    </Notification>
  );
}
