import type { OpenAPIHono } from "@hono/zod-openapi";
import { createPublicApi } from "../api/app.ts";
import type { Answers, Observer, PublicDeps } from "../api/deps.ts";
import type { SiteSettings } from "../core/site-settings.ts";
import { docsFiles } from "../runtime/docs-files.ts";
import { serveRepository } from "../runtime/repository-files.ts";
import { webAssets } from "../runtime/web-assets.ts";
import { createSite } from "../web/site/app.tsx";
import { createSiteElsewhere } from "../web/site/elsewhere.tsx";
import { notFoundPage } from "../web/site/not-found.tsx";
import type { Assets } from "../web/ui/assets.ts";
import type { LiveAnswers } from "./live-answers.ts";

/** What both halves of a server use. */
export type SharedParts = {
  readonly observe: Observer;
  readonly assets: () => Promise<Assets>;
  readonly answers: () => Answers | undefined;
};

export type PublicSetting = {
  /** Who may not have the list's files, where they are for subscribers. */
  readonly pullRefusal: PublicDeps["pullRefusal"];
  /** What the pages tell of the configuration, where it is this server's own; the published one when left out. */
  readonly settings?: SiteSettings | undefined;
  /** The origin of the site that takes complaints and appeals; undefined when nobody said which. */
  readonly casesAt: string | undefined | "here";
};

/** The public half on Node: over the answers of a thread and the published files. */
export function publicApp(
  repository: string,
  { live, answers, published, freshness, settings: publishedSettings }: LiveAnswers,
  metrics: () => Promise<string>,
  observe: Observer,
  { pullRefusal, settings: own, casesAt }: PublicSetting,
): { readonly app: OpenAPIHono; readonly shared: SharedParts } {
  const settings = own === undefined ? publishedSettings : () => own;
  const assets = webAssets();
  const app = createPublicApi({
    answers,
    published,
    freshness: () => freshness(live.published()),
    waitForRelease: live.wait,
    files: serveRepository(repository),
    docsFile: docsFiles(),
    metrics,
    observe,
    pullRefusal,
    notFoundPage: notFoundPage({ assets, settings }),
  });
  const site = { answers, observe, assets, settings };
  app.route("/", createSite(site));
  if (casesAt !== "here") app.route("/", createSiteElsewhere({ ...site, at: casesAt }));
  return { app, shared: { observe, assets, answers } };
}
