import type { ComplaintView } from "../../../core/complaint/view.ts";
import type { ListName } from "../../../core/list-name.ts";
import { formatDate } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag } from "../../ui/notice.tsx";
import { Table } from "../../ui/table.tsx";
import { complaintPath } from "./desks.ts";
import { STATE_COLOURS } from "./queue-tables.tsx";
import { ACTS, CASES } from "./words.ts";

/** Cases that say the same, and cases about what lies near. */
export function Duplicates(props: {
  readonly language: Language;
  readonly view: ComplaintView;
  readonly list: ListName;
  readonly path: string;
  readonly mayJoin: boolean;
}) {
  const { language, view, list, path, mayJoin } = props;
  const { case: words, nearness, states } = CASES[language];
  const { joinedTo, joiners, related } = view;
  const linked = (reference: string) => (
    <a class="govuk-link hifazat-nowrap" href={complaintPath(list, reference)}>
      <Ltr>{reference}</Ltr>
    </a>
  );
  return (
    <>
      <h2 class="govuk-heading-m">{words.duplicates}</h2>
      {joinedTo !== null && (
        <p class="govuk-body">
          {words.joinedTo(joinedTo)} {linked(joinedTo)}
        </p>
      )}
      {joiners.length > 0 && (
        <>
          <h3 class="govuk-heading-s">{words.joiners}</h3>
          <ul class="govuk-list">
            {joiners.map((reference) => (
              <li>{linked(reference)}</li>
            ))}
          </ul>
        </>
      )}
      {related.length === 0 ? (
        joinedTo === null && joiners.length === 0 && <p class="govuk-body">{words.noRelated}</p>
      ) : (
        <Table
          caption={words.related}
          columns={[{ head: words.related }, { head: words.nearness }, { head: words.state }, { head: words.received }]}
          rows={related.map(({ reference, nearness: near, state, receivedAt }) => [
            <>
              {linked(reference)}
              {mayJoin && near === "target" && (state === "received" || state === "under_review") && (
                <>
                  <br />
                  <a class="govuk-link" href={`${path}/join?to=${reference}`}>
                    {ACTS[language].join.with(reference)}
                  </a>
                </>
              )}
            </>,
            nearness[near],
            <Tag colour={STATE_COLOURS[state]}>{states[state]}</Tag>,
            formatDate(language, receivedAt),
          ])}
        />
      )}
    </>
  );
}
