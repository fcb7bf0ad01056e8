import { requires } from "../../../api/staff-route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import { languageOf } from "../../ui/language.ts";
import { sendPage } from "../../ui/page.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import { hasRole } from "../orders/part.tsx";
import type { ConsolePages } from "../pages.tsx";
import { Decisions, MOST_DECISIONS } from "./decisions.tsx";
import { DecisionCounts, Done, RELEASES_PATH, ShortDigest } from "./part.tsx";
import { PolicyParts } from "./policy.tsx";
import { LastAttempt, needsSenior, Waiting } from "./waiting.tsx";
import { RELEASES } from "./words.ts";

const PAGE = 25;

/** What waits to be published and why, and everything that was, newest first. */
export function releaseListPage(pages: ConsolePages, deps: ConsoleDeps): void {
  const { releases } = deps;
  pages.page(RELEASES_PATH, requires("release.read"), async (c) => {
    const language = languageOf(c);
    const words = RELEASES[language];
    const { column } = words;
    const before = /^\d{1,15}$/.exec(c.req.query("before") ?? "")?.[0];
    const rows = releases.releases(before === undefined ? null : Number(before), PAGE);
    const last = rows.length === PAGE ? rows.at(-1) : undefined;
    const count = (number: number): string => formatNumber(language, number);
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title: words.title, here: "releases", wide: true }} assets={await deps.assets()}>
        <Done c={c} language={language} />
        <h1 class="govuk-heading-l">{words.title}</h1>
        {before === undefined && <NowPart {...{ c, language, releases }} />}
        {rows.length === 0 ? (
          <p class="govuk-body">{words.none}</p>
        ) : (
          <Table
            caption={words.title}
            rowHeaders
            columns={[
              { head: column.release },
              { head: column.published },
              { head: column.decided },
              { head: column.added, numeric: true },
              { head: column.removed, numeric: true },
              { head: column.entries, numeric: true },
              { head: column.identity },
            ]}
            rows={rows.map(({ number, publishedAt, lists }) => {
              const { counts, change } = releases.content(number);
              return [
                <a class="govuk-link hifazat-nowrap" href={`${RELEASES_PATH}/${number}`}>
                  {words.release(count(number))}
                </a>,
                <span class="hifazat-nowrap">{formatTime(language, publishedAt)}</span>,
                <DecisionCounts language={language} counts={counts} />,
                change === null ? words.many : count(change.added),
                change === null ? words.many : count(change.removed),
                count(lists.general?.entries ?? 0),
                lists.general === undefined ? "–" : <ShortDigest digest={lists.general.identity} />,
              ];
            })}
          />
        )}
        <Pagination
          language={language}
          next={last === undefined ? undefined : `${RELEASES_PATH}?before=${last.number}`}
          previous={before === undefined ? undefined : RELEASES_PATH}
        />
      </ConsolePage>,
    );
  });
}

function NowPart(props: Parameters<typeof PolicyParts>[0]) {
  const { c, language, releases } = props;
  const words = RELEASES[language];
  const pending = releases.pending();
  const decisions = releases.decisions(null, MOST_DECISIONS);
  return (
    <>
      <h2 class="govuk-heading-m">{words.waiting.heading}</h2>
      <Waiting language={language} pending={pending} />
      {decisions.length > 0 && <Decisions {...{ c, language, decisions, caption: words.waiting.decisions }} />}
      <div class="govuk-button-group">
        {hasRole(c, "release.publish") && (
          <ButtonLink href={`${RELEASES_PATH}/publish`}>{words.publish.submit}</ButtonLink>
        )}
        {hasRole(c, "batch.release") && needsSenior(pending) && (
          <ButtonLink href={`${RELEASES_PATH}/batch`}>{words.batch.title}</ButtonLink>
        )}
      </div>
      <LastAttempt language={language} releases={releases} />
      <PolicyParts {...props} />
    </>
  );
}
