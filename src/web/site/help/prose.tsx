/** A part of a page of text. */
export type Section = {
  readonly title: string;
  readonly text: readonly string[];
  readonly list?: readonly string[];
};

export const Prose = ({ sections }: { readonly sections: readonly Section[] }) => (
  <>
    {sections.map(({ title, text, list = [] }) => (
      <section>
        <h2 class="govuk-heading-m">{title}</h2>
        {text.map((line) => (
          <p class="govuk-body">{line}</p>
        ))}
        {list.length > 0 && (
          <ul class="govuk-list govuk-list--bullet">
            {list.map((line) => (
              <li>{line}</li>
            ))}
          </ul>
        )}
      </section>
    ))}
  </>
);
