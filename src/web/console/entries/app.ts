import type { ConsoleDeps } from "../deps.ts";
import type { ConsolePages } from "../pages.tsx";
import { entryPages } from "./entry.tsx";
import { entryListPage } from "./list.tsx";
import { ENTRY_LISTS } from "./part.tsx";

/** What is on the lists. */
export function entriesPages(pages: ConsolePages, deps: ConsoleDeps): void {
  for (const part of ENTRY_LISTS) {
    entryListPage(pages, deps, part);
    entryPages(pages, deps, part);
  }
}
