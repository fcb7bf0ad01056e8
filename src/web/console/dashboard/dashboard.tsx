import { requires } from "../../../api/staff-route.ts";
import { COVERAGE_STATES } from "../../../core/receipt/coverage.ts";
import { formatDuration, formatNumber, formatTime } from "../../ui/dates.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { sendPage } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { mayEver } from "../cases/desks.ts";
import { State } from "../coverage/parts.tsx";
import { COVERAGE } from "../coverage/words.ts";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import type { ConsolePages } from "../pages.tsx";
import { Waiting } from "../releases/waiting.tsx";
import { Inflow, OnTime } from "./decided.tsx";
import { OpenCases } from "./open-cases.tsx";
import { DASHBOARD } from "./words.ts";

/** The state of the whole on one page, which prints on a sheet or two: every part leads to where it is worked on. */
export function dashboardPage(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page("/console/dashboard", requires("release.read"), async (c) => {
    const language = languageOf(c);
    const words = DASHBOARD[language];
    const now = c.var.at;
    const readsCases = mayEver(c, "complaint.read") === "any" && mayEver(c, "appeal.read") === "any";
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title: words.title, here: "dashboard", wide: true, scripts: ["print.js"] }}
        assets={await deps.assets()}
      >
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body">{words.asOf(formatTime(language, now))}</p>
        <button type="button" id="print" class="govuk-button govuk-button--secondary hifazat-no-print" hidden>
          {words.print}
        </button>
        {readsCases && <OpenCases {...{ language, deps, now }} />}
        {readsCases && <OnTime {...{ language, deps, now }} />}
        <Inflow {...{ language, deps }} />
        <h2 class="govuk-heading-m">{words.published.heading}</h2>
        <Waiting language={language} pending={deps.releases.pending()} />
        <p class="govuk-body hifazat-no-print">
          <a class="govuk-link" href="/console/releases">
            {words.published.releases}
          </a>
        </p>
        <CoverageParts {...{ language, deps }} />
      </ConsolePage>,
    );
  });
}

function CoverageParts({ language, deps }: { readonly language: Language; readonly deps: ConsoleDeps }) {
  const words = DASHBOARD[language].coverage;
  const { column, count: providers, none } = COVERAGE[language];
  const { counts, lag, subscribers } = deps.coverage({ list: "general" });
  return (
    <>
      <h2 class="govuk-heading-m">{words.heading}</h2>
      {subscribers.length === 0 ? (
        <p class="govuk-body">{none}</p>
      ) : (
        <Table
          caption={words.heading}
          hideCaption
          rowHeaders
          columns={[{ head: column.state }, { head: providers, numeric: true }]}
          rows={COVERAGE_STATES.filter((state) => counts[state] > 0).map((state) => [
            <State {...{ language, state }} />,
            formatNumber(language, counts[state]),
          ])}
        />
      )}
      {lag !== null && subscribers.length > 0 && (
        <p class="govuk-body">
          {lag.median === null
            ? words.unknown
            : words.median(formatNumber(language, lag.release), formatDuration(language, lag.median))}
        </p>
      )}
      <p class="govuk-body hifazat-no-print">
        <a class="govuk-link" href="/console/coverage">
          {words.board}
        </a>
      </p>
    </>
  );
}
