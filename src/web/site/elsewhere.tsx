import { languageOf } from "../ui/language.ts";
import { sendPage } from "../ui/page.tsx";
import { pageApp } from "../ui/page-app.ts";
import { siteFailure } from "./app.tsx";
import type { SiteDeps } from "./deps.ts";
import { SitePage } from "./frame.tsx";
import { SITE } from "./words.ts";

/** The pages that a replica does not have: they need the registry's database. */
const PATHS = ["/complain", "/complaints", "/appeal", "/transparency/months"] as const;

/**
 * On a replica, the ways to complaints, appeals and what was decided lead to the registry's own site (`at`, its origin).
 * Where nobody said which that is, a page says that they are not here.
 */
export function createSiteElsewhere(deps: SiteDeps & { readonly at: string | undefined }) {
  const { app, get } = pageApp(deps.observe, siteFailure(deps));
  for (const path of PATHS)
    get(path, async (c) => {
      if (deps.at !== undefined) {
        c.header("cache-control", "no-store");
        c.header("referrer-policy", "no-referrer");
        return c.redirect(new URL(path + new URL(c.req.url).search, deps.at).href, 302);
      }
      const language = languageOf(c);
      const words = SITE[language].elsewhere;
      return sendPage(
        c,
        <SitePage c={c} language={language} assets={await deps.assets()} settings={deps.settings()} title={words.title}>
          <h1 class="govuk-heading-l">{words.title}</h1>
          <p class="govuk-body">{words.text}</p>
          <p class="govuk-body">
            <a class="govuk-link" href="/check">
              {words.check}
            </a>
          </p>
        </SitePage>,
        404,
      );
    });
  return app;
}
