import type { ConsoleDeps } from "../deps.ts";
import type { ConsolePages } from "../pages.tsx";
import { checkPages } from "./check.tsx";
import { heldPages } from "./held.tsx";
import { itemPages } from "./items.tsx";
import { orderListPage } from "./list.tsx";
import { orderPages } from "./order.tsx";
import { ORDER_DESKS } from "./part.tsx";
import { proposalPages } from "./proposal.tsx";
import { reviewPages } from "./review.tsx";
import { suggestionPages } from "./suggestions.tsx";
import { termsPages } from "./terms.tsx";
import { uploadPages } from "./upload.tsx";

/** Everything about orders, at both desks. */
export function ordersPages(pages: ConsolePages, deps: ConsoleDeps): void {
  for (const { desk, base } of ORDER_DESKS) {
    const part = { pages, deps, desk, base };
    orderListPage(part);
    // `new` is no order's id, so it stands before them.
    termsPages(part);
    orderPages(part);
    itemPages(part);
    uploadPages(part);
    suggestionPages(part);
    checkPages(part);
    reviewPages(part);
    heldPages(part);
    proposalPages(part);
  }
}
