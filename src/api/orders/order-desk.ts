import type { StaffRoutes } from "../staff-route.ts";
import { decisionRoutes } from "./decisions.ts";
import type { OrdersDeps } from "./deps.ts";
import { GENERAL_DESK, SEALED_DESK } from "./desk.ts";
import { orderItemRoutes } from "./items.ts";
import { orderRoutes } from "./orders.ts";
import { suggestionRoutes } from "./suggestions.ts";

/** All routes about orders, at both desks. */
export function orderDeskRoutes(deps: OrdersDeps): StaffRoutes[] {
  return [GENERAL_DESK, SEALED_DESK].flatMap((desk) => [
    orderRoutes(deps, desk),
    orderItemRoutes(deps, desk),
    suggestionRoutes(deps, desk),
    decisionRoutes(deps, desk),
  ]);
}
