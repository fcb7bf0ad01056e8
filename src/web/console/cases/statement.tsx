import type { Statement } from "../../../core/complaint/view.ts";
import type { Language } from "../../ui/language.ts";
import { Prose } from "./prose.tsx";
import { CASES } from "./words.ts";

/** What whoever sent the case wrote and ticked. */
export function StatementPart({
  language,
  statement,
}: {
  readonly language: Language;
  readonly statement: Statement | null;
}) {
  const { case: words, signs } = CASES[language];
  const { description = "", earlierEfforts = "", signs: ticked = [] } = statement ?? {};
  const isEmpty = description === "" && earlierEfforts === "" && ticked.length === 0;
  return (
    <>
      <h2 class="govuk-heading-m">{words.statement}</h2>
      {isEmpty && <p class="govuk-body">{words.noStatement}</p>}
      {description !== "" && (
        <>
          <h3 class="govuk-heading-s">{words.description}</h3>
          <Prose text={description} />
        </>
      )}
      {earlierEfforts !== "" && (
        <>
          <h3 class="govuk-heading-s">{words.efforts}</h3>
          <Prose text={earlierEfforts} />
        </>
      )}
      {ticked.length > 0 && (
        <>
          <h3 class="govuk-heading-s">{words.signs}</h3>
          <ul class="govuk-list govuk-list--bullet">
            {ticked.map((sign) => (
              <li>{signs[sign]}</li>
            ))}
          </ul>
        </>
      )}
    </>
  );
}
