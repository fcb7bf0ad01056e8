import type { ConsoleDeps } from "../deps.ts";
import type { ConsolePages } from "../pages.tsx";
import { differencePages } from "./difference.tsx";
import { releaseListPage } from "./list.tsx";
import { publishPages } from "./publish.tsx";
import { releasePage } from "./release.tsx";
import { rollbackPages } from "./rollback.tsx";

/** Everything about publication. */
export function releasesPages(pages: ConsolePages, deps: ConsoleDeps): void {
  releaseListPage(pages, deps);
  // Words are no release's number, so they stand before it.
  differencePages(pages, deps);
  publishPages(pages, deps);
  rollbackPages(pages, deps);
  releasePage(pages, deps);
}
