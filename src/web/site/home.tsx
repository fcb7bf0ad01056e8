import { languageOf } from "../ui/language.ts";
import { sendPage } from "../ui/page.tsx";
import { CheckForm } from "./check/check-form.tsx";
import type { SiteDeps } from "./deps.ts";
import { SitePage } from "./frame.tsx";
import type { SitePages } from "./site-pages.ts";
import { SITE } from "./words.ts";

/** Where everybody begins: the box to check an address, and the ways to everything else. */
export function homePage({ get }: SitePages, { assets, settings }: SiteDeps): void {
  get("/", async (c) => {
    const language = languageOf(c);
    const words = SITE[language].home;
    return sendPage(
      c,
      <SitePage c={c} language={language} assets={await assets()} settings={settings()} title={words.title}>
        <h1 class="govuk-heading-xl">{words.title}</h1>
        <p class="govuk-body-l">{words.lead}</p>
        <CheckForm language={language} />
        <div class="hifazat-ways">
          {words.ways.map(({ href, title, text }) => (
            <section>
              <h2 class="govuk-heading-m">
                <a class="govuk-link" href={href}>
                  {title}
                </a>
              </h2>
              <p class="govuk-body">{text}</p>
            </section>
          ))}
        </div>
      </SitePage>,
    );
  });
}
