import type { Context } from "hono";
import { assetRoutes } from "../ui/asset-routes.ts";
import { failureOf } from "../ui/failure.tsx";
import { languageOf } from "../ui/language.ts";
import { sendPage } from "../ui/page.tsx";
import { pageApp } from "../ui/page-app.ts";
import { checkPages } from "./check/check-pages.tsx";
import { privatePage } from "./check/private-page.tsx";
import type { SiteDeps } from "./deps.ts";
import { entryPages } from "./entries/entry-page.tsx";
import { SitePage } from "./frame.tsx";
import { helpPages } from "./help/help-pages.tsx";
import { homePage } from "./home.tsx";
import { transparencyPage } from "./transparency/transparency-pages.tsx";

/** The public pages that need no database: on Node, on its replicas and on Workers. */
export function createSite(deps: SiteDeps) {
  const pages = pageApp(deps.observe, siteFailure(deps));
  assetRoutes(pages.app, deps.assets);
  for (const add of [homePage, checkPages, privatePage, entryPages, helpPages, transparencyPage]) add(pages, deps);
  return pages.app;
}

/** The page that tells of a failure. */
export function siteFailure(deps: Pick<SiteDeps, "assets" | "observe" | "settings">) {
  return async (c: Context, error: unknown, route: string): Promise<Response> => {
    const language = languageOf(c);
    const { status, title, text, unexpected } = failureOf(error, language);
    if (unexpected) deps.observe.failed(route, error);
    return sendPage(
      c,
      <SitePage c={c} language={language} assets={await deps.assets()} settings={deps.settings()} title={title}>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{text}</p>
      </SitePage>,
      status,
    );
  };
}
