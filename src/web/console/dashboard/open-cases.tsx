import type { Clock } from "../../../core/clock/clock.ts";
import { formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import { appealPath, complaintPath } from "../cases/desks.ts";
import { Due } from "../cases/due.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { DASHBOARD } from "./words.ts";

/** Cases of each kind that are counted: a desk with more open ones needs no more exact a number. */
const COUNTED = 1_000;
/** Running clocks that are shown one by one. */
const SHOWN = 15;
const DAY = 86_400;

type OpenCase = {
  readonly kind: "complaints" | "appeals";
  readonly reference: string;
  readonly path: string;
  readonly about: string;
  readonly receivedAt: number;
  readonly clock: Clock;
  readonly officer: string | null;
};

type Props = { readonly language: Language; readonly deps: ConsoleDeps; readonly now: number };

/** The general desk's open cases: which are late or about to be, and how old all of them are. */
export function OpenCases({ language, deps, now }: Props) {
  const words = DASHBOARD[language];
  const cases = openCases(language, deps, now);
  const pressing = cases
    .filter(({ clock }) => clock.stoppedAt === null && clock.warnAt <= now)
    .sort((one, other) => one.clock.dueAt - other.clock.dueAt)
    .slice(0, SHOWN);
  const { clocks } = words;
  return (
    <>
      <h2 class="govuk-heading-m">{clocks.heading}</h2>
      {pressing.length === 0 ? (
        <p class="govuk-body">{clocks.none}</p>
      ) : (
        <Table
          caption={clocks.heading}
          hideCaption
          rowHeaders
          columns={[{ head: clocks.reference }, { head: clocks.about }, { head: clocks.due }, { head: clocks.officer }]}
          rows={pressing.map(({ reference, path, about, clock, officer }) => [
            <a class="govuk-link" href={path}>
              <Ltr>{reference}</Ltr>
            </a>,
            about,
            <Due {...{ language, clock, now }} />,
            officer === null ? clocks.nobody : <bdi>{officer}</bdi>,
          ])}
        />
      )}
      <p class="govuk-body">
        <a class="govuk-link" href="/console/cases">
          {clocks.all}
        </a>
      </p>
      <Ages {...{ language, cases, now }} />
    </>
  );
}

const AGES = [
  ["day", DAY],
  ["two", 2 * DAY],
  ["week", 7 * DAY],
  ["month", 30 * DAY],
  ["older", Number.POSITIVE_INFINITY],
] as const;

function Ages({ language, cases, now }: { readonly cases: readonly OpenCase[] } & Omit<Props, "deps">) {
  const { open: words } = DASHBOARD[language];
  const count = (found: readonly OpenCase[]): string => formatNumber(language, found.length);
  const row = (label: string, found: readonly OpenCase[]) => [
    label,
    count(found.filter(({ kind }) => kind === "complaints")),
    count(found.filter(({ kind }) => kind === "appeals")),
    count(found.filter(({ clock }) => clock.dueAt <= now)),
  ];
  const aged = AGES.map(([name, upTo], at) => {
    const above = AGES[at - 1]?.[1] ?? Number.NEGATIVE_INFINITY;
    const found = cases.filter(({ receivedAt }) => now - receivedAt > above && now - receivedAt <= upTo);
    return row(words.ages[name], found);
  });
  const full = (["complaints", "appeals"] as const).some(
    (kind) => cases.filter((one) => one.kind === kind).length === COUNTED,
  );
  return (
    <>
      <Table
        caption={words.heading}
        rowHeaders
        columns={[
          { head: words.age },
          { head: words.complaints, numeric: true },
          { head: words.appeals, numeric: true },
          { head: words.late, numeric: true },
        ]}
        rows={[...aged, row(words.total, cases)]}
      />
      {full && <p class="govuk-hint">{words.cut(formatNumber(language, COUNTED))}</p>}
    </>
  );
}

function openCases(language: Language, { cases }: ConsoleDeps, now: number): OpenCase[] {
  const page = { limit: COUNTED, skip: 0 };
  const complaints = cases.complaints.queue("general", { ...page, states: ["received", "under_review", "ordered"] });
  const appeals = cases.appeals.queue("general", { ...page, states: ["received", "under_review", "proposed"] });
  const taken = (lock: { readonly officer: string; readonly until: number } | null): string | null =>
    lock === null || lock.until <= now ? null : lock.officer;
  return [
    ...complaints.map(
      ({ reference, category, receivedAt, clock, lock }): OpenCase => ({
        ...{ kind: "complaints", reference, receivedAt, clock, officer: taken(lock) },
        path: complaintPath("general", reference),
        about: categoryName(language, category),
      }),
    ),
    ...appeals.map(
      ({ reference, receivedAt, clock, lock }): OpenCase => ({
        ...{ kind: "appeals", reference, receivedAt, clock, officer: taken(lock) },
        path: appealPath("general", reference),
        about: DASHBOARD[language].clocks.appeal,
      }),
    ),
  ];
}
