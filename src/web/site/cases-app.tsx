import { pageApp } from "../ui/page-app.ts";
import { siteFailure } from "./app.tsx";
import { appealPages } from "./appeal/appeal-pages.tsx";
import { complainPages } from "./complain/complain-pages.tsx";
import type { SiteCasesDeps } from "./deps.ts";
import { followUpPages } from "./follow-up/follow-up-pages.tsx";
import { monthsPage } from "./transparency/transparency-pages.tsx";

/** The public pages that take something in: where there is a database. */
export function createSiteCases(deps: SiteCasesDeps) {
  const pages = pageApp(deps.observe, siteFailure(deps));
  for (const add of [complainPages, appealPages, followUpPages, monthsPage]) add(pages, deps);
  return pages.app;
}
