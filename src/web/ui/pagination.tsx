import type { Language } from "./language.ts";
import { UI } from "./words.ts";

/** To the page before and the page after; nothing where there is none. */
export function Pagination(props: {
  readonly language: Language;
  readonly previous?: string | undefined;
  readonly next?: string | undefined;
}) {
  const { language, previous, next } = props;
  if (previous === undefined && next === undefined) return null;
  const words = UI[language];
  return (
    <nav class="govuk-pagination" aria-label={words.pages}>
      {previous !== undefined && (
        <div class="govuk-pagination__prev">
          <a class="govuk-link govuk-pagination__link" href={previous} rel="prev">
            <span class="govuk-pagination__link-title">{words.previous}</span>
          </a>
        </div>
      )}
      {next !== undefined && (
        <div class="govuk-pagination__next">
          <a class="govuk-link govuk-pagination__link" href={next} rel="next">
            <span class="govuk-pagination__link-title">{words.next}</span>
          </a>
        </div>
      )}
    </nav>
  );
}
