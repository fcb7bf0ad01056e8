import { HifazatError } from "../../../core/errors.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatDuration } from "../../ui/dates.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { sendPage } from "../../ui/page.tsx";
import { CHECK } from "../check/words.ts";
import type { SiteDeps } from "../deps.ts";
import { SitePage } from "../frame.tsx";
import type { SitePages } from "../site-pages.ts";
import { EntryFacts } from "./facts.tsx";
import { type EntryWords, entryEn } from "./words-en.ts";
import { entryUr } from "./words-ur.ts";

const ENTRY: Readonly<Record<Language, EntryWords>> = { ur: entryUr, en: entryEn };

/** An entry's own page, at an address that stays. A sealed entry is not found, like one that never was. */
export function entryPages({ get }: SitePages, { answers, assets, settings }: SiteDeps): void {
  get("/entries/:id", async (c) => {
    const language = languageOf(c);
    const words = ENTRY[language];
    const check = CHECK[language];
    const current = answers();
    if (current === undefined) throw new HifazatError("unavailable", "No release has been published yet.");
    const entry = await current.entry(c.req.param("id") ?? "");
    if (entry === undefined)
      return sendPage(
        c,
        <SitePage
          c={c}
          language={language}
          assets={await assets()}
          settings={settings()}
          title={words.goneTitle}
          here="check"
        >
          <h1 class="govuk-heading-l">{words.goneTitle}</h1>
          <p class="govuk-body">{words.gone}</p>
          <ButtonLink href="/check">{words.check}</ButtonLink>
        </SitePage>,
        404,
      );
    const title = words.title(entry.id);
    return sendPage(
      c,
      <SitePage c={c} language={language} assets={await assets()} settings={settings()} title={title} here="check">
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body-l">{words.lead}</p>
        <EntryFacts language={language} entry={entry} />
        <p class="govuk-body-s">
          {check.release(String(current.release))}{" "}
          <a class="govuk-link" href={`/v1/entries/${entry.id}`}>
            {words.data}
          </a>
        </p>
        <h2 class="govuk-heading-m">{check.appealTitle}</h2>
        <p class="govuk-body">{check.appealText(formatDuration(language, settings().limits.review))}</p>
        <ButtonLink href={entry.appeal}>{check.appeal}</ButtonLink>
      </SitePage>,
    );
  });
}
