import { HifazatError } from "../../../core/errors.ts";
import type { MonthlyStatistics } from "../../../core/statistics/months.ts";
import { Bars } from "../../ui/bars.tsx";
import { formatDuration, formatNumber, formatShare } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { DASHBOARD } from "./words.ts";

const MONTHS = 6;
const LAST_DAYS_SECONDS = 30 * 86_400;

type Props = { readonly language: Language; readonly deps: ConsoleDeps };

/** How well the legal clocks were kept, and how many run now. */
export function OnTime({ language, deps, now }: Props & { readonly now: number }) {
  const { onTime: words } = DASHBOARD[language];
  // The sealed desk's cases, and what they were referred with, are counted at that desk.
  const rows = deps.cases.clocks
    .onTime(now - LAST_DAYS_SECONDS, now)
    .filter(({ clock }) => clock !== "child_abuse" && clock !== "referral");
  if (rows.length === 0) return null;
  const count = (number: number): string => formatNumber(language, number);
  return (
    <Table
      caption={words.heading}
      rowHeaders
      columns={[
        { head: words.clock },
        { head: words.ended, numeric: true },
        { head: words.inTime, numeric: true },
        { head: words.running, numeric: true },
        { head: words.late, numeric: true },
      ]}
      rows={rows.map(({ clock, ended, inTime, running, late }) => [
        words.names[clock],
        count(ended),
        ended === 0 ? "–" : `${count(inTime)} (${formatShare(language, inTime / ended)})`,
        count(running),
        count(late),
      ])}
    />
  );
}

/** What came in and how fast it was decided, the last months, as everybody can read it. */
export function Inflow({ language, deps }: Props) {
  const { inflow: words } = DASHBOARD[language];
  const statistics = monthsOf(deps);
  const count = (number: number): string => formatNumber(language, number);
  const duration = (seconds: number | null): string => (seconds === null ? "–" : formatDuration(language, seconds));
  const months = statistics?.months.slice(-MONTHS) ?? [];
  return (
    <>
      <h2 class="govuk-heading-m">{words.heading}</h2>
      <p class="govuk-body">{statistics === undefined ? words.none : words.release(count(statistics.release))}</p>
      {months.length > 0 && (
        <>
          <Bars
            title={words.complaints}
            bars={months.map(({ month, complaintsReceived: value }) => ({ label: month, value, text: count(value) }))}
          />
          <Table
            caption={words.heading}
            hideCaption
            rowHeaders
            columns={[
              { head: words.month },
              { head: words.complaints, numeric: true },
              { head: words.appeals, numeric: true },
              { head: words.approved, numeric: true },
              { head: words.toBlock, numeric: true },
              { head: words.toUnblock, numeric: true },
              { head: words.onTime, numeric: true },
            ]}
            rows={months.map((row) => [
              <Ltr>{row.month}</Ltr>,
              count(row.complaintsReceived),
              count(row.appealsReceived),
              count(row.ordersApproved),
              duration(row.medianSecondsToBlock),
              duration(row.medianSecondsToUnblock),
              row.casesEnded === 0 ? "–" : formatShare(language, row.casesInTime / row.casesEnded),
            ])}
          />
          <p class="govuk-body hifazat-no-print">
            <a class="govuk-link" href="/transparency/months">
              {words.all}
            </a>
          </p>
        </>
      )}
    </>
  );
}

function monthsOf({ statistics }: Pick<ConsoleDeps, "statistics">): MonthlyStatistics | undefined {
  try {
    return statistics.monthlyStatistics(null);
  } catch (error) {
    // Before the first release there are none.
    if (error instanceof HifazatError && error.code === "unavailable") return undefined;
    throw error;
  }
}
