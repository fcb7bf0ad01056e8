import type { LagDistribution } from "../../../core/receipt/coverage.ts";
import { Bars } from "../../ui/bars.tsx";
import { formatDuration, formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import { COVERAGE } from "./words.ts";

/** How long one release took to be in force everywhere: in a few numbers, as bars, and as the table of the bars. */
export function Lag({ language, lag }: { readonly language: Language; readonly lag: LagDistribution }) {
  const { lag: words, count: providers } = COVERAGE[language];
  const count = (number: number): string => formatNumber(language, number);
  const duration = (seconds: number | null): string => (seconds === null ? "–" : formatDuration(language, seconds));
  const steps = lag.histogram.map(({ upTo, count: value }) => ({
    label: upTo === null ? words.longer : words.upTo(formatDuration(language, upTo)),
    value,
    text: count(value),
  }));
  return (
    <>
      <h2 class="govuk-heading-m">{words.heading(count(lag.release))}</h2>
      <p class="govuk-body">{words.lead}</p>
      <SummaryList
        rows={[
          { key: words.applied, value: count(lag.applied) },
          { key: words.waiting, value: count(lag.waiting) },
          { key: words.median, value: duration(lag.median) },
          { key: words.p90, value: duration(lag.p90) },
          { key: words.p99, value: duration(lag.p99) },
          { key: words.longest, value: duration(lag.longest) },
        ]}
      />
      {lag.applied > 0 && (
        <>
          <Bars title={words.chart} bars={steps} />
          <Table
            caption={words.chart}
            rowHeaders
            columns={[{ head: words.within }, { head: providers, numeric: true }]}
            rows={steps.map(({ label, text }) => [label, text])}
          />
        </>
      )}
    </>
  );
}
