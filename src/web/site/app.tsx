import type { Context } from "hono";
import { assetRoutes } from "../ui/asset-routes.ts";
import { ButtonLink } from "../ui/button.tsx";
import { failureOf } from "../ui/failure.tsx";
import { languageOf } from "../ui/language.ts";
import { sendPage } from "../ui/page.tsx";
import { pageApp } from "../ui/page-app.ts";
import type { SiteDeps } from "./deps.ts";
import { SitePage } from "./frame.tsx";
import { SITE } from "./words.ts";

/** The public pages that need no database: on Node, on its replicas and on Workers. */
export function createSite(deps: SiteDeps) {
  const { app, get } = pageApp(deps.observe, siteFailure(deps));
  assetRoutes(app, deps.assets);

  get("/", async (c) => {
    const language = languageOf(c);
    const words = SITE[language].home;
    return sendPage(
      c,
      <SitePage c={c} language={language} assets={await deps.assets()} title={words.title}>
        <h1 class="govuk-heading-xl">{words.title}</h1>
        <p class="govuk-body-l">{words.lead}</p>
        <ButtonLink href="/check">{words.check}</ButtonLink>
      </SitePage>,
    );
  });
  return app;
}

/** The page that tells of a failure. */
export function siteFailure(deps: Pick<SiteDeps, "assets" | "observe">) {
  return async (c: Context, error: unknown, route: string): Promise<Response> => {
    const language = languageOf(c);
    const { status, title, text, unexpected } = failureOf(error, language);
    if (unexpected) deps.observe.failed(route, error);
    return sendPage(
      c,
      <SitePage c={c} language={language} assets={await deps.assets()} title={title}>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{text}</p>
      </SitePage>,
      status,
    );
  };
}
