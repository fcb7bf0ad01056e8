import { answerNamed } from "../../../core/complaint/answer.ts";
import type { ComplaintView } from "../../../core/complaint/view.ts";
import type { ListName } from "../../../core/list-name.ts";
import { formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Tag } from "../../ui/notice.tsx";
import { SummaryList, type SummaryRow } from "../../ui/summary-list.tsx";
import { categoryName } from "../../ui/terms.ts";
import type { ConsoleContext } from "../pages.tsx";
import { orderPath } from "./desks.ts";
import { Due } from "./due.tsx";
import { STATE_COLOURS } from "./queue-tables.tsx";
import { CASES } from "./words.ts";

/** What is known of a complaint, beside its addresses and what was written. */
export function ComplaintFacts(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly view: ComplaintView;
  readonly list: ListName;
}) {
  const { c, language, view, list } = props;
  const all = CASES[language];
  const words = all.case;
  const { state, outcome, category, submittedAs, urgency, priority, complainant, order, answer, province } = view;
  const rows: SummaryRow[] = [
    { key: words.state, value: <Tag colour={STATE_COLOURS[state]}>{all.states[state]}</Tag> },
    ...(outcome === null ? [] : [{ key: words.outcome, value: all.outcomes[outcome] }]),
    ...(answer === null ? [] : [{ key: words.answer, value: answerNamed(answer)[language] }]),
    { key: words.due, value: <Due {...{ language, clock: view.clock, now: c.var.at }} /> },
    {
      key: words.category,
      value: (
        <>
          {categoryName(language, category)}
          {submittedAs !== category && (
            <>
              <br />
              <span class="hifazat-quiet">{words.submittedAs(categoryName(language, submittedAs))}</span>
            </>
          )}
        </>
      ),
    },
    {
      key: words.urgency,
      value: urgency === "emergency" ? <Tag colour="red">{all.urgencies.emergency}</Tag> : all.urgencies.normal,
    },
    {
      key: words.priority,
      value: priority === "high" ? <Tag colour="red">{all.priorities.high}</Tag> : all.priorities.normal,
    },
    { key: words.queue, value: all.queues[view.queue] },
    {
      key: words.from,
      value: (
        <>
          {all.complainants[complainant.kind]}
          {complainant.kind === "organisation" && (
            <>
              {" "}
              <bdi>{complainant.name}</bdi>
            </>
          )}
        </>
      ),
    },
    { key: words.channel, value: all.channels[view.channel] },
    { key: words.received, value: formatTime(language, view.receivedAt) },
    ...(province === null ? [] : [{ key: words.province, value: all.provinces[province] }]),
    { key: words.language, value: all.languages[view.language] },
    ...(order === null
      ? []
      : [
          {
            key: words.order,
            value: (
              <a class="govuk-link" href={orderPath(list, `o${order.id}`)}>
                o{order.id}
              </a>
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
