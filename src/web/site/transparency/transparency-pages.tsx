import type { StatisticsDeps } from "../../../api/statistics-months/deps.ts";
import { CATEGORIES } from "../../../core/category.ts";
import { HifazatError } from "../../../core/errors.ts";
import type { MonthStatistics } from "../../../core/statistics/months.ts";
import { Bars } from "../../ui/bars.tsx";
import { formatNumber, formatShare, formatTime } from "../../ui/dates.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName, groundName } from "../../ui/terms.ts";
import type { SiteDeps } from "../deps.ts";
import { SitePage } from "../frame.tsx";
import type { SitePages } from "../site-pages.ts";
import { type TransparencyWords, transparencyEn } from "./words-en.ts";
import { transparencyUr } from "./words-ur.ts";

const WORDS: Readonly<Record<Language, TransparencyWords>> = { ur: transparencyUr, en: transparencyEn };

/** What is on the list now, by category, as of the release that lookups are answered from. */
export function transparencyPage({ get }: SitePages, { assets, answers, settings }: SiteDeps): void {
  get("/transparency", async (c) => {
    const language = languageOf(c);
    const words = WORDS[language];
    const current = answers();
    if (current === undefined) throw new HifazatError("unavailable", "There is no release yet.");
    const { entries, orders, categories, grounds, release, published } = current.summary;
    const count = (number: number): string => formatNumber(language, number);
    const byCategory = CATEGORIES.map(({ slug }) => ({
      label: categoryName(language, slug),
      value: categories[slug] ?? 0,
    }));
    const byGround = [...Map.groupBy(Object.entries(grounds ?? {}), ([ground]) => groundName(language, ground))].map(
      ([label, counts]) => ({ label, value: counts.reduce((sum, [, count]) => sum + count, 0) }),
    );
    return sendPage(
      c,
      <SitePage
        c={c}
        language={language}
        assets={await assets()}
        settings={settings()}
        title={words.title}
        here="transparency"
      >
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body-l">{words.lead(count(entries), count(orders))}</p>
        <p class="govuk-body">{words.release(count(release), formatTime(language, published))}</p>
        {entries === 0 && <p class="govuk-body">{words.empty}</p>}
        {entries > 0 && (
          <>
            <Totals {...{ language, entries }} title={words.byCategory} head={words.category} counts={byCategory} />
            {byGround.length > 0 && (
              <Totals {...{ language, entries }} title={words.byGround} head={words.ground} counts={byGround} />
            )}
          </>
        )}
        <p class="govuk-body">
          <a class="govuk-link" href="/transparency/months">
            {words.months}
          </a>
        </p>
        <p class="govuk-body">
          {words.data}{" "}
          <a class="govuk-link" href="/v1/statistics">
            <Ltr>JSON</Ltr>
          </a>{" "}
          <a class="govuk-link" href="/v1/statistics?format=csv">
            <Ltr>CSV</Ltr>
          </a>
        </p>
      </SitePage>,
    );
  });
}

/** One way of counting what is on the list, the most first: a chart and its table. */
function Totals(props: {
  readonly language: Language;
  readonly title: string;
  readonly head: string;
  readonly entries: number;
  readonly counts: readonly { readonly label: string; readonly value: number }[];
}) {
  const { language, title, head, entries, counts } = props;
  const words = WORDS[language];
  const rows = counts.filter(({ value }) => value > 0).sort((one, other) => other.value - one.value);
  return (
    <>
      <h2 class="govuk-heading-m">{title}</h2>
      <Bars title={title} bars={rows.map((row) => ({ ...row, text: formatNumber(language, row.value) }))} />
      <Table
        caption={title}
        hideCaption
        rowHeaders
        columns={[{ head }, { head: words.addresses, numeric: true }, { head: words.share, numeric: true }]}
        rows={rows.map(({ label, value }) => [
          label,
          formatNumber(language, value),
          formatShare(language, value / entries),
        ])}
      />
    </>
  );
}

const ORDER_COLUMNS = [
  "ordersApproved",
  "ordersRejected",
  "ordersWithdrawn",
  "ordersExpired",
  "entriesAdded",
  "entriesRemoved",
  "itemsRefused",
  "itemsHeld",
] as const;
const CASE_COLUMNS = [
  "complaintsReceived",
  "complaintsBlocked",
  "complaintsNotBlocked",
  "complaintsPassedOn",
  "complaintsDropped",
  "appealsReceived",
  "appealsWon",
  "appealsDismissed",
  "appealsClosed",
] as const;

/** What was decided and how fast, by month: where the database is. */
export function monthsPage({ get }: SitePages, deps: Pick<SiteDeps, "assets" | "settings"> & StatisticsDeps): void {
  get("/transparency/months", async (c) => {
    const language = languageOf(c);
    const words = WORDS[language];
    const { release, published, months } = deps.monthlyStatistics(null);
    const count = (number: number): string => formatNumber(language, number);
    const month = { head: words.month };
    return sendPage(
      c,
      <SitePage
        c={c}
        language={language}
        assets={await deps.assets()}
        settings={deps.settings()}
        title={words.monthsTitle}
        here="transparency"
        wide
      >
        <h1 class="govuk-heading-l">{words.monthsTitle}</h1>
        <p class="govuk-body-l">{words.monthsLead}</p>
        <p class="govuk-body">{words.release(count(release), formatTime(language, published))}</p>
        {months.length === 0 && <p class="govuk-body">{words.none}</p>}
        {months.length > 0 && (
          <>
            <h2 class="govuk-heading-m">{words.chart}</h2>
            <Bars title={words.chart} bars={months.flatMap((row) => changes(row, words, count))} />
            <Table
              caption={words.orders.caption}
              rowHeaders
              columns={[month, ...ORDER_COLUMNS.map((name) => ({ head: words.orders[name], numeric: true }))]}
              rows={months.map((row) => [<Ltr>{row.month}</Ltr>, ...ORDER_COLUMNS.map((name) => count(row[name]))])}
            />
            <Table
              caption={words.cases.caption}
              rowHeaders
              columns={[month, ...CASE_COLUMNS.map((name) => ({ head: words.cases[name], numeric: true }))]}
              rows={months.map((row) => [<Ltr>{row.month}</Ltr>, ...CASE_COLUMNS.map((name) => count(row[name]))])}
            />
            <Table
              caption={words.times.caption}
              rowHeaders
              columns={[
                month,
                ...(["toBlock", "toUnblock", "onTime"] as const).map((name) => ({
                  head: words.times[name],
                  numeric: true,
                })),
              ]}
              rows={months.map((row) => [
                <Ltr>{row.month}</Ltr>,
                hours(row.medianSecondsToBlock, language),
                hours(row.medianSecondsToUnblock, language),
                row.casesEnded === 0 ? "–" : formatShare(language, row.casesInTime / row.casesEnded),
              ])}
            />
          </>
        )}
        <p class="govuk-body">
          {words.data}{" "}
          <a class="govuk-link" href={`/v1/statistics/months?release=${release}`}>
            <Ltr>JSON</Ltr>
          </a>
          {" · "}
          <a class="govuk-link" href={`/v1/statistics/months?release=${release}&format=csv`}>
            <Ltr>CSV</Ltr>
          </a>
        </p>
      </SitePage>,
    );
  });
}

function changes(row: MonthStatistics, words: TransparencyWords, count: (number: number) => string) {
  return [
    { label: `${row.month} ${words.added}`, value: row.entriesAdded, text: count(row.entriesAdded) },
    { label: `${row.month} ${words.removed}`, value: row.entriesRemoved, text: count(row.entriesRemoved) },
  ];
}

const hours = (seconds: number | null, language: Language): string =>
  seconds === null ? "–" : WORDS[language].hours(formatNumber(language, Math.round(seconds / 360) / 10));
