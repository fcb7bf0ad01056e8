import type { ComplaintView } from "../../../core/complaint/view.ts";
import { isFinal } from "../../../core/referral/referral.ts";
import { formatNumber } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Table } from "../../ui/table.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { Due } from "./due.tsx";
import { ACTS, CASES } from "./words.ts";

/** To whom the case was passed beside the blocking, and what became of that. */
export function Referrals(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly view: ComplaintView;
  readonly path: string;
  readonly mayWrite: boolean;
}) {
  const { c, language, view, path, mayWrite } = props;
  const { case: words, bodies, provinces, statuses } = CASES[language];
  return (
    <>
      <h2 class="govuk-heading-m">{words.referrals}</h2>
      {view.referrals.length === 0 ? (
        <p class="govuk-body">{words.noReferrals}</p>
      ) : (
        <Table
          caption={words.referrals}
          hideCaption
          columns={[
            { head: words.referralNumber, numeric: true },
            { head: words.body },
            { head: words.status },
            { head: words.due },
          ]}
          rows={view.referrals.map(({ number, body, province, status, clock }) => [
            formatNumber(language, number),
            <>
              {bodies[body]}
              {province !== null && <span class="hifazat-quiet"> · {provinces[province]}</span>}
            </>,
            <>
              {statuses[status]}
              {mayWrite && !isFinal(status) && (
                <>
                  <br />
                  <a class="govuk-link" href={`${path}/referrals/${number}`}>
                    {ACTS[language].referral.submit}
                    <span class="govuk-visually-hidden">
                      {" "}
                      {formatNumber(language, number)} {bodies[body]}
                    </span>
                  </a>
                </>
              )}
            </>,
            <Due {...{ language, clock, now: c.var.at }} />,
          ])}
        />
      )}
    </>
  );
}
