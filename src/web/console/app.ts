import { forSession } from "../../api/staff-route.ts";
import type { ConsoleDeps } from "./deps.ts";
import { consolePages, seeOther } from "./pages.tsx";

/** The officers' console: every part adds its pages here. */
export function createConsole(deps: ConsoleDeps) {
  const pages = consolePages(deps);
  pages.page("/console", forSession(), async () => seeOther("/console/cases"));
  return pages.app;
}
