import type { ConsoleDeps } from "../deps.ts";
import type { ConsolePages } from "../pages.tsx";
import { decidePage } from "./decide.tsx";
import { sourceListPage } from "./list.tsx";
import { SOURCE_DESKS } from "./part.tsx";
import { settingsPages } from "./settings.tsx";
import { sourcePages } from "./source.tsx";
import { waitingPage } from "./waiting.tsx";

/** Everything about partners' lists that are fetched, at both desks. */
export function sourcesPages(pages: ConsolePages, deps: ConsoleDeps): void {
  for (const desk of SOURCE_DESKS) {
    const part = { pages, deps, ...desk };
    sourceListPage(part);
    // `new` can be a source's name, too: such a one is looked after at the command line.
    settingsPages(part);
    sourcePages(part);
    waitingPage(part);
    decidePage(part);
  }
}
