import type { ConsoleDeps } from "../deps.ts";
import type { ConsolePages } from "../pages.tsx";
import { appealPages } from "./appeal.tsx";
import { appealActPages } from "./appeal-acts.tsx";
import { complaintPages } from "./complaint.tsx";
import { complaintActPages } from "./complaint-acts.tsx";
import { convertPages } from "./convert.tsx";
import { endingActPages } from "./ending-acts.tsx";
import { keysPage } from "./keys.tsx";
import { queuePage } from "./queue.tsx";
import { revealPages } from "./reveal.tsx";

/** Complaints and appeals: the queue, each case, and what officers do with it. */
export function casePages(pages: ConsolePages, deps: ConsoleDeps): void {
  queuePage(pages, deps);
  keysPage(pages, deps);
  complaintPages(pages, deps);
  complaintActPages(pages, deps);
  endingActPages(pages, deps);
  convertPages(pages, deps);
  revealPages(pages, deps);
  appealPages(pages, deps);
  appealActPages(pages, deps);
}
