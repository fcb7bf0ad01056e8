import type { ReleasesDeps } from "../../../api/releases/deps.ts";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Warning } from "../../ui/notice.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { RELEASES_PATH } from "./part.tsx";
import { RELEASES } from "./words.ts";

type Pending = ReturnType<ReleasesDeps["pending"]>;

/** Whether something does not go out before a senior officer says so. */
export const needsSenior = ({ stops, sealed }: Pending): boolean => stops || sealed === "stops";

const isEmpty = ({ additions, removals }: Pending): boolean => additions + removals === 0;

/** How much waits to be published, when it goes out, or what holds it back. */
export function Waiting({ language, pending }: { readonly language: Language; readonly pending: Pending }) {
  const words = RELEASES[language].waiting;
  const count = (number: number): string => formatNumber(language, number);
  const { additions, removals, more, urgent, over, allowed, sealed, watermark } = pending;
  const empty = isEmpty(pending);
  if (empty && sealed === "nothing") return <p class="govuk-body">{words.nothing}</p>;
  return (
    <>
      <p class="govuk-body">
        {empty ? words.onlySealed : words.changes(count(additions), count(removals))} {more && words.more}
      </p>
      {over.map((change) => (
        <Warning language={language}>{words.over[change](count(allowed))}</Warning>
      ))}
      {sealed === "stops" && <Warning language={language}>{words.sealedStops}</Warning>}
      {sealed === "waits" && <p class="govuk-body">{words.sealedWaits}</p>}
      {!needsSenior(pending) && <p class="govuk-body">{urgent ? words.urgent : words.scheduled}</p>}
      {needsSenior(pending) && urgent && <p class="govuk-body">{words.urgentPart}</p>}
      {!empty && (
        <p class="govuk-body">
          <a class="govuk-link" href={`${RELEASES_PATH}/pending?upto=${watermark}`}>
            {words.see}
          </a>
        </p>
      )}
    </>
  );
}

/** How the newest attempt to publish ended; nothing since the server's start. */
export function LastAttempt(props: { readonly language: Language; readonly releases: ReleasesDeps }) {
  const { language, releases } = props;
  const attempt = releases.attempt();
  if (attempt === null) return null;
  const { waiting: words, column } = RELEASES[language];
  return (
    <SummaryList
      rows={[
        { key: words.attempt, value: words.attempts[attempt.outcome] },
        { key: column.at, value: formatTime(language, attempt.at) },
        { key: column.by, value: attempt.by === SCHEDULE ? words.schedule : <bdi>{attempt.by}</bdi> },
      ]}
    />
  );
}

/** As the publisher stands in the record. */
const SCHEDULE = "publisher";
