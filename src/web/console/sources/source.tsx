import { sourceOf } from "../../../api/sources/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import { Button, ButtonLink } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink, Warning } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { formPage } from "../form-page.tsx";
import { ConsolePage, Csrf } from "../frame.tsx";
import { hasRole } from "../orders/part.tsx";
import { type ConsoleContext, seeOther } from "../pages.tsx";
import { Brought } from "./brought.tsx";
import { Facts } from "./facts.tsx";
import { access, Done, Ended, opened, reasonOf, type SourcesPart, Standing } from "./part.tsx";

type Opened = ReturnType<typeof opened>;

/** One source: what it is, how its fetches ended, what it brought, and what can be done with it now. */
export function sourcePages(part: SourcesPart): void {
  const { pages, deps, desk, base } = part;
  pages.page(`${base}/:name`, access(part, "read"), async (c) => {
    const open = opened(c, part);
    const { source, fetches, waiting, language, words, path } = open;
    const kept = fetches.find(({ id }) => id === waiting);
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title: source.name, here: "sources", wide: true }}
        assets={await deps.assets()}
        before={<BackLink language={language} href={base} />}
      >
        <Done c={c} language={language} />
        <h1 class="govuk-heading-l">
          <Ltr>{source.name}</Ltr>
        </h1>
        <p>
          <Standing {...{ language, seen: open }} />
        </p>
        {waiting !== null && (
          <>
            <Warning language={language}>{words.kept(kept?.code == null ? "" : reasonOf(language, kept.code))}</Warning>
            <div class="govuk-button-group">
              <ButtonLink href={`${path}/quarantine`} look="secondary">
                {words.look}
              </ButtonLink>
              {hasRole(c, desk.actions.release) && <ButtonLink href={`${path}/decide`}>{words.decide}</ButtonLink>}
            </div>
          </>
        )}
        <Acts {...{ c, part, open }} />
        <Facts {...{ language, source }} />
        <Fetches {...{ part, open }} />
        <Brought {...{ c, part, language, source }} />
      </ConsolePage>,
    );
  });

  pages.action(`${base}/:name/fetch`, access(part, "fetch"), async (c) => {
    const { name } = sourceOf(c, deps.sources, desk).source;
    deps.sources.fetchSoon(name, actorOf(c));
    return seeOther(`${base}/${name}?done=called`);
  });

  formPage(pages, deps, {
    here: "sources",
    path: `${base}/:name/state`,
    access: access(part, "write"),
    faultAt: "enabled",
    view: (c, language) => {
      const { source, words, path } = opened(c, part);
      const { enabled, name } = source;
      return {
        title: enabled ? words.pauseTitle(name) : words.resumeTitle(name),
        submit: enabled ? words.pause : words.resume,
        look: enabled ? "warning" : "primary",
        before: <BackLink language={language} href={path} />,
        lead: <p class="govuk-body">{enabled ? words.pauseLead : words.resumeLead}</p>,
        // What was read is what is done, also when somebody else was quicker.
        fields: <input type="hidden" name="enabled" value={enabled ? "no" : "yes"} />,
      };
    },
    act: async (c, form) => {
      const { name } = sourceOf(c, deps.sources, desk).source;
      const enabled = form.text("enabled") === "yes";
      deps.sources.enableSource(name, enabled, actorOf(c));
      return `${base}/${name}?done=${enabled ? "resumed" : "paused"}`;
    },
  });
}

function Acts(props: { readonly c: ConsoleContext; readonly part: SourcesPart; readonly open: Opened }) {
  const { c, part, open } = props;
  const { actions } = part.desk;
  const { source, words, path } = open;
  return (
    <div class="govuk-button-group">
      {source.enabled && hasRole(c, actions.fetch) && (
        <form method="post" action={`${path}/fetch`}>
          <Csrf c={c} />
          <Button look="secondary">{words.fetchNow}</Button>
        </form>
      )}
      {hasRole(c, actions.write) && (
        <>
          <ButtonLink href={`${path}/change`} look="secondary">
            {words.change}
          </ButtonLink>
          <ButtonLink href={`${path}/state`} look="secondary">
            {source.enabled ? words.pause : words.resume}
          </ButtonLink>
        </>
      )}
    </div>
  );
}

/** The newest attempts: what each brought, or why it did not. */
function Fetches({ part, open }: { readonly part: SourcesPart; readonly open: Opened }) {
  const { language, words, fetches } = open;
  if (fetches.length === 0) return <p class="govuk-body">{words.never}</p>;
  const number = (value: number | null) => (value === null ? "–" : formatNumber(language, value));
  return (
    <Table
      caption={words.fetches}
      columns={[
        { head: words.outcome },
        { head: words.by },
        { head: words.bytes, numeric: true },
        { head: words.added, numeric: true },
        { head: words.removed, numeric: true },
        { head: words.order },
        { head: words.decided },
      ]}
      rows={fetches.map((fetch) => [
        <Ended {...{ language, fetch }} />,
        fetch.by === "scheduler" ? words.scheduler : <bdi>{fetch.by}</bdi>,
        number(fetch.bytes),
        number(fetch.added),
        number(fetch.removed),
        fetch.order === null ? (
          "–"
        ) : (
          <a class="govuk-link" href={`${part.orders}/${fetch.order}`}>
            <Ltr>{fetch.order}</Ltr>
          </a>
        ),
        fetch.decidedBy === null || fetch.decidedAt === null ? (
          "–"
        ) : (
          <>
            <bdi>{fetch.decidedBy}</bdi>
            <br />
            {formatTime(language, fetch.decidedAt)}
            {fetch.reasons !== null && (
              <>
                <br />
                <bdi class="hifazat-lines">{fetch.reasons}</bdi>
              </>
            )}
          </>
        ),
      ])}
    />
  );
}
