import { requires } from "../../../api/staff-route.ts";
import type { ReleaseImpulse } from "../../../core/release/decision.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { BackLink } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import { hasRole } from "../orders/part.tsx";
import type { ConsolePages } from "../pages.tsx";
import { Decisions, MOST_DECISIONS } from "./decisions.tsx";
import { Digest, Done, namedRelease, RELEASES_PATH } from "./part.tsx";
import { RELEASES } from "./words.ts";

/** One release: what it holds, what was decided since the one before, and who had it go out. */
export function releasePage(pages: ConsolePages, deps: ConsoleDeps): void {
  const { releases } = deps;
  pages.page(`${RELEASES_PATH}/:number`, requires("release.read"), async (c) => {
    const row = namedRelease(c, deps);
    const language = languageOf(c);
    const words = RELEASES[language];
    const count = (number: number): string => formatNumber(language, number);
    const { number, previous, publishedAt, manifestSha256, lists } = row;
    const { change } = releases.content(number);
    const entries = lists.general?.entries ?? 0;
    const net = entries - (releases.release(previous)?.lists.general?.entries ?? 0);
    const decisions = releases.decisions(number, MOST_DECISIONS);
    const newest = releases.releases(null, 1)[0]?.number;
    const title = words.release(count(number));
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title, here: "releases", wide: true }}
        before={<BackLink language={language} href={RELEASES_PATH} />}
        assets={await deps.assets()}
      >
        <Done c={c} language={language} />
        <h1 class="govuk-heading-l">{title}</h1>
        <SummaryList
          rows={[
            { key: words.column.published, value: formatTime(language, publishedAt) },
            { key: words.page.impulse, value: <Impulses language={language} impulses={releases.impulses(number)} /> },
            { key: words.page.entries, value: count(entries) },
            {
              key: words.page.change,
              value:
                change === null
                  ? words.page.net(count(net))
                  : words.page.changed(count(change.added), count(change.removed)),
            },
            ...(lists.general === undefined
              ? []
              : [{ key: words.page.identity, value: <Digest digest={lists.general.identity} /> }]),
            { key: words.page.manifest, value: <Digest digest={manifestSha256} /> },
            ...(previous === 0
              ? []
              : [
                  {
                    key: words.page.previous,
                    value: (
                      <a class="govuk-link" href={`${RELEASES_PATH}/${previous}`}>
                        {words.release(count(previous))}
                      </a>
                    ),
                  },
                ]),
          ]}
        />
        <div class="govuk-button-group">
          {previous > 0 && (
            <ButtonLink href={`${RELEASES_PATH}/difference?from=${previous}&to=${number}`} look="secondary">
              {words.page.compare}
            </ButtonLink>
          )}
          {number !== newest && hasRole(c, "release.publish") && releases.policy().proposal === null && (
            <ButtonLink href={`${RELEASES_PATH}/${number}/rollback`} look="warning">
              {words.page.rollback}
            </ButtonLink>
          )}
        </div>
        {number === newest && <p class="govuk-body">{words.page.newest}</p>}
        {decisions.length === 0 ? (
          <p class="govuk-body">{words.noDecision}</p>
        ) : (
          <Decisions {...{ c, language, decisions, caption: words.page.decisions }} />
        )}
      </ConsolePage>,
    );
  });
}

function Impulses(props: { readonly language: Language; readonly impulses: readonly ReleaseImpulse[] }) {
  const { page } = RELEASES[props.language];
  if (props.impulses.length === 0) return <>{page.bySchedule}</>;
  return (
    <>
      {props.impulses.map(({ kind, by, reasons }) => (
        <div>
          {page[kind]} <bdi>{by}</bdi>
          {reasons !== null && (
            <>
              {": "}
              <bdi class="hifazat-lines">{reasons}</bdi>
            </>
          )}
        </div>
      ))}
    </>
  );
}
