import type { AppealView } from "../../../core/appeal/view.ts";
import type { ListName } from "../../../core/list-name.ts";
import { formatDate, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag } from "../../ui/notice.tsx";
import { SummaryList, type SummaryRow } from "../../ui/summary-list.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { entryPath, orderPath } from "./desks.ts";
import { Due } from "./due.tsx";
import { STATE_COLOURS } from "./queue-tables.tsx";
import { CASES } from "./words.ts";

/** What is known of an appeal, beside its address and what was written. */
export function AppealFacts(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly view: AppealView;
  readonly list: ListName;
}) {
  const { c, language, view, list } = props;
  const all = CASES[language];
  const words = all.case;
  const { state, outcome, entry, standing, parties, courtUntil, decidedAt } = view;
  const rows: SummaryRow[] = [
    { key: words.state, value: <Tag colour={STATE_COLOURS[state]}>{all.states[state]}</Tag> },
    ...(outcome === null ? [] : [{ key: words.outcome, value: all.appealOutcomes[outcome] }]),
    ...(decidedAt === null ? [] : [{ key: all.events.decided, value: formatTime(language, decidedAt) }]),
    ...(courtUntil === null ? [] : [{ key: words.courtUntil, value: formatDate(language, courtUntil) }]),
    { key: words.due, value: <Due {...{ language, clock: view.clock, now: c.var.at }} /> },
    { key: words.capacity, value: all.capacities[view.capacity] },
    { key: words.received, value: formatTime(language, view.receivedAt) },
    { key: words.language, value: all.languages[view.language] },
    {
      key: words.entry,
      value:
        entry === null ? (
          all.queue.noEntry
        ) : (
          <a class="govuk-link" href={entryPath(list, entry)}>
            <Ltr>e{entry}</Ltr>
          </a>
        ),
    },
    ...(standing.length === 0
      ? []
      : [
          {
            key: words.standing,
            value: (
              <ul class="govuk-list">
                {standing.map(({ order, item }) => (
                  <li>
                    <a class="govuk-link" href={orderPath(list, order)}>
                      {words.standingOn(order, item)}
                    </a>
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
    ...(parties.length === 0
      ? []
      : [
          {
            key: words.parties,
            value: (
              <ul class="govuk-list">
                {parties.map((party) => (
                  <li>
                    <bdi>{party}</bdi>
                  </li>
                ))}
              </ul>
            ),
          },
        ]),
  ];
  return (
    <>
      <h2 class="govuk-heading-m">{words.facts}</h2>
      <SummaryList rows={rows} />
    </>
  );
}
