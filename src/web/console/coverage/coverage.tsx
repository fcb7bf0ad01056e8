import type { Coverage } from "../../../api/coverage/deps.ts";
import { requires } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import { LIST_NAMES, type ListName } from "../../../core/list-name.ts";
import { COVERAGE_STATES, type SubscriberCoverage } from "../../../core/receipt/coverage.ts";
import { Button } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import { ErrorSummary, type FormErrors, Select, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { BackLink, Warning } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { Lag } from "./lag.tsx";
import { Behind, Identity, LeftOut, Seen, State } from "./parts.tsx";
import { ProviderFacts } from "./provider.tsx";
import { COVERAGE } from "./words.ts";

const BOARD = "/console/coverage";

/** The board: who has which release in force, who is silent, what could not be applied, how long a release took. */
export function coveragePages(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page(BOARD, requires("coverage.read"), async (c) => {
    const language = languageOf(c);
    const words = COVERAGE[language];
    const list = listIn(c);
    const asked = c.req.query("release") ?? "";
    const { board, errors } = boardOf(deps, list, asked, language);
    const { newest, at, subscribers, counts, lag } = board;
    const count = (number: number): string => formatNumber(language, number);
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title: words.title, here: "coverage", wide: true }} assets={await deps.assets()}>
        <ErrorSummary language={language} errors={errors} />
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body-l">{words.lead}</p>
        <p class="govuk-body">
          {newest === null
            ? words.noRelease
            : words.asOf(count(newest.release), formatTime(language, newest.publishedAt), formatTime(language, at))}
        </p>
        <form method="get" action={BOARD} class="hifazat-filter hifazat-no-print">
          <Select
            {...{ language, errors, name: "list", label: words.list, value: list }}
            choices={LIST_NAMES.map((value) => ({ value, text: words.lists[value] }))}
          />
          <TextInput
            {...{ language, errors, name: "release", label: words.release, value: asked, width: 10, ltr: true }}
            inputmode="numeric"
          />
          <Button look="secondary">{words.show}</Button>
        </form>
        {counts.wrongIdentity > 0 && <Warning language={language}>{words.wrong(count(counts.wrongIdentity))}</Warning>}
        {subscribers.length === 0 ? (
          <p class="govuk-body">{words.none}</p>
        ) : (
          <>
            <Table
              caption={words.counts}
              rowHeaders
              columns={[{ head: words.column.state }, { head: words.count, numeric: true }]}
              rows={COVERAGE_STATES.filter((state) => counts[state] > 0).map((state) => [
                <State {...{ language, state }} />,
                count(counts[state]),
              ])}
            />
            <Providers {...{ language, subscribers, list, now: at }} />
          </>
        )}
        {lag !== null && subscribers.length > 0 && <Lag language={language} lag={lag} />}
      </ConsolePage>,
      errors.length === 0 ? 200 : 400,
    );
  });

  pages.page(`${BOARD}/:name`, requires("coverage.read"), async (c) => {
    const language = languageOf(c);
    const list = listIn(c);
    const { subscribers, at } = deps.coverage({ list });
    const provider = subscribers.find(({ name }) => name === c.req.param("name"));
    if (provider === undefined) throw new HifazatError("not_found", "There is no such subscriber.");
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title: provider.displayName, here: "coverage", wide: true }}
        before={<BackLink language={language} href={boardAddress(list)} />}
        assets={await deps.assets()}
      >
        <h1 class="govuk-heading-l">
          <bdi>{provider.displayName}</bdi>
        </h1>
        <ProviderFacts {...{ language, provider, list, now: at }} />
      </ConsolePage>,
    );
  });
}

const listIn = (c: ConsoleContext): ListName => (c.req.query("list") === "sealed" ? "sealed" : "general");
const boardAddress = (list: ListName): string => (list === "general" ? BOARD : `${BOARD}?list=${list}`);

/** The board as it is asked for; with the newest release's times where there is no such release. */
function boardOf(
  { coverage }: Pick<ConsoleDeps, "coverage">,
  list: ListName,
  asked: string,
  language: Language,
): { readonly board: Coverage; readonly errors: FormErrors } {
  const { lag: words } = COVERAGE[language];
  if (asked === "") return { board: coverage({ list }), errors: [] };
  const fault = (text: string) => ({ board: coverage({ list }), errors: [{ field: "release", text }] });
  if (!/^\d{1,9}$/.test(asked)) return fault(words.number);
  try {
    return { board: coverage({ list, release: Number(asked) }), errors: [] };
  } catch (error) {
    if (!(error instanceof HifazatError) || error.code !== "not_found") throw error;
    return fault(words.unknown(formatNumber(language, Number(asked))));
  }
}

function Providers(props: {
  readonly language: Language;
  readonly subscribers: readonly SubscriberCoverage[];
  readonly list: ListName;
  readonly now: number;
}) {
  const { language, subscribers, list, now } = props;
  const { column } = COVERAGE[language];
  return (
    <Table
      caption={COVERAGE[language].title}
      hideCaption
      rowHeaders
      columns={[
        { head: column.name },
        { head: column.state },
        { head: column.release, numeric: true },
        { head: column.lag },
        { head: column.seen },
        { head: column.identity },
        ...(list === "general" ? [{ head: column.leftOut }] : []),
      ]}
      rows={subscribers.map((subscriber) => {
        const { name, displayName, state, release, identity, agents } = subscriber;
        return [
          <a class="govuk-link" href={`${BOARD}/${name}${list === "general" ? "" : `?list=${list}`}`}>
            <bdi>{displayName}</bdi>
          </a>,
          <State {...{ language, state }} />,
          release === null ? "–" : formatNumber(language, release),
          <Behind {...{ language, of: subscriber }} />,
          <Seen {...{ language, at: subscriber.seenAt, now }} />,
          <Identity {...{ language, identity }} />,
          // How much of the sealed list there is is not for everybody who sees the board.
          ...(list === "general" ? [<LeftOut {...{ language, agents }} />] : []),
        ];
      })}
    />
  );
}
