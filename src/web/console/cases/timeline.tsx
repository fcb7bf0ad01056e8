import { SYSTEM } from "../../../core/complaint/fold.ts";
import type { HistoryLine } from "../../../core/complaint/view.ts";
import { formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Prose } from "./prose.tsx";
import { CASES } from "./words.ts";

/** What happened to a case, oldest first, with who did it and what they wrote. */
export function Timeline({
  language,
  history,
}: {
  readonly language: Language;
  readonly history: readonly HistoryLine[];
}) {
  const { events, actors } = CASES[language];
  const names: Readonly<Record<string, string>> = events;
  return (
    <ol class="govuk-list hifazat-timeline">
      {history.map(({ at, actor, kind, note }) => (
        <li>
          <h3 class="govuk-heading-s">{names[kind] ?? kind}</h3>
          <p class="govuk-body-s">
            {formatTime(language, at)} · <bdi>{actor === SYSTEM ? actors.system : actor}</bdi>
          </p>
          {note !== null && <Prose text={note} />}
        </li>
      ))}
    </ol>
  );
}
