import type { SealedKeyDeps } from "../sealed-keys/deps.ts";
import { sealedKeyRoutes } from "../sealed-keys/sealed-keys.ts";
import type { StaffRoutes } from "../staff-route.ts";
import { coverageRoutes } from "./coverage.ts";
import type { CoverageDeps } from "./deps.ts";
import { receiptRoutes } from "./receipts.ts";

/** All routes about subscribers: what they have in force, and their keys. */
export function subscriberRoutes(deps: CoverageDeps & SealedKeyDeps): StaffRoutes[] {
  return [receiptRoutes(deps), coverageRoutes(deps), sealedKeyRoutes(deps)];
}
