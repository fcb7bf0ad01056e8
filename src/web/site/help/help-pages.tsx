import type { Child } from "hono/jsx";
import { EMERGENCY_SECONDS } from "../../../core/order/period.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatDuration, formatLimits } from "../../ui/dates.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Inset } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import type { SiteDeps } from "../deps.ts";
import { SitePage } from "../frame.tsx";
import { Helplines } from "../helplines.tsx";
import type { SitePages } from "../site-pages.ts";
import { Prose } from "./prose.tsx";
import { type HelpWords, helpEn } from "./words-en.ts";
import { helpUr } from "./words-ur.ts";

const HELP: Readonly<Record<Language, HelpWords>> = { ur: helpUr, en: helpEn };

/** What is blocked and under which law, what parents can do, and what this site can and cannot do for its readers. */
export function helpPages({ get }: SitePages, { assets, settings }: SiteDeps): void {
  const endsOf = (language: Language) => ({
    alone: formatDuration(language, EMERGENCY_SECONDS),
    expiry: formatDuration(language, settings().expiry),
  });
  const textPage = (
    path: string,
    which: "help" | "parents" | "accessibility",
    before: (language: Language) => Child,
    after: (language: Language) => Child,
  ): void =>
    get(path, async (c) => {
      const language = languageOf(c);
      const words = HELP[language];
      const { title, lead, sections } =
        which === "help" ? words.help(formatLimits(language, settings().limits), endsOf(language)) : words[which];
      return sendPage(
        c,
        <SitePage c={c} language={language} assets={await assets()} settings={settings()} title={title} here="help">
          <h1 class="govuk-heading-l">{title}</h1>
          <p class="govuk-body-l">{lead}</p>
          {before(language)}
          <Prose sections={sections} />
          {after(language)}
        </SitePage>,
      );
    });

  textPage(
    "/help",
    "help",
    () => null,
    (language) => {
      const { check, complain, appeal, parents } = HELP[language].objects;
      return (
        <ul class="govuk-list">
          {[
            ["/check", check],
            ["/complain", complain],
            ["/appeal", appeal],
            ["/help/parents", parents],
          ].map(([href, text]) => (
            <li>
              <a class="govuk-link" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
      );
    },
  );
  textPage(
    "/help/parents",
    "parents",
    (language) => (
      <Inset>
        <Helplines language={language} />
      </Inset>
    ),
    (language) => <ButtonLink href="/complain?category=child-abuse">{HELP[language].report}</ButtonLink>,
  );
  textPage(
    "/accessibility",
    "accessibility",
    () => null,
    () => null,
  );
}
