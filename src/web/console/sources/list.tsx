import { ownSourcesOnly } from "../../../api/sources/desk.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatTime } from "../../ui/dates.ts";
import { languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import { ConsolePage } from "../frame.tsx";
import { hasRole } from "../orders/part.tsx";
import { access, Done, Ended, type SourcesPart, Standing } from "./part.tsx";
import { SOURCES } from "./words.ts";

/** Partners' lists, how the last fetch of each ended, and which of them wait for somebody. */
export function sourceListPage(part: SourcesPart): void {
  const { pages, deps, desk, base } = part;
  pages.page(base, access(part, "read"), async (c) => {
    const language = languageOf(c);
    const words = SOURCES[language];
    const all = deps.sources.sources(desk.list, ownSourcesOnly(c));
    const title = desk.list === "sealed" ? words.sealedTitle : words.title;
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title, here: "sources", wide: true }} assets={await deps.assets()}>
        <Done c={c} language={language} />
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{words.lead}</p>
        {hasRole(c, desk.actions.write) && <ButtonLink href={`${base}/new`}>{words.create}</ButtonLink>}
        {all.length === 0 ? (
          <p class="govuk-body">{words.none}</p>
        ) : (
          <Table
            caption={title}
            hideCaption
            rowHeaders
            columns={[
              { head: words.source },
              { head: words.organisation },
              { head: words.category },
              { head: words.state },
              { head: words.lastFetch },
              { head: words.nextFetch },
            ]}
            rows={all.map((seen) => {
              const { source, fetches } = seen;
              const [last] = fetches;
              return [
                <>
                  <a class="govuk-link" href={`${base}/${source.name}`}>
                    <Ltr>{source.name}</Ltr>
                  </a>
                  {source.title !== source.name && (
                    <>
                      <br />
                      <bdi>{source.title}</bdi>
                    </>
                  )}
                </>,
                source.organisation === null ? words.own : <Ltr>{source.organisation}</Ltr>,
                categoryName(language, source.order.category),
                <Standing {...{ language, seen }} />,
                last === undefined ? words.never : <Ended {...{ language, fetch: last }} />,
                source.enabled ? formatTime(language, source.nextAt) : "–",
              ];
            })}
          />
        )}
      </ConsolePage>,
    );
  });
}
