import type { StaffRoutes } from "../staff-route.ts";
import { coverageRoutes } from "./coverage.ts";
import type { CoverageDeps } from "./deps.ts";
import { receiptRoutes } from "./receipts.ts";

/** All routes about what subscribers have in force. */
export function subscriberRoutes(deps: CoverageDeps): StaffRoutes[] {
  return [receiptRoutes(deps), coverageRoutes(deps)];
}
