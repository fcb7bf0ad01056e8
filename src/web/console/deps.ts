import type { AccountsDeps } from "../../api/accounts/deps.ts";
import type { AuditDeps } from "../../api/audit/deps.ts";
import type { CasesDeps } from "../../api/cases/deps.ts";
import type { CoverageDeps } from "../../api/coverage/deps.ts";
import type { Observer } from "../../api/deps.ts";
import type { EntriesDeps } from "../../api/entry-search/deps.ts";
import type { GuardDeps } from "../../api/guard.ts";
import type { GuardListsDeps } from "../../api/guard-lists/deps.ts";
import type { OrdersDeps } from "../../api/orders/deps.ts";
import type { ReleasesDeps } from "../../api/releases/deps.ts";
import type { SealedKeyDeps } from "../../api/sealed-keys/deps.ts";
import type { SourcesDeps } from "../../api/sources/deps.ts";
import type { StatisticsDeps } from "../../api/statistics-months/deps.ts";
import type { Assets } from "../ui/assets.ts";

/** What the console needs: the same use cases as the interface for programs. */
export type ConsoleDeps = GuardDeps & {
  readonly observe: Observer;
  readonly assets: () => Promise<Assets>;
  readonly accounts: AccountsDeps;
  readonly orders: OrdersDeps;
  readonly entries: EntriesDeps;
  readonly cases: CasesDeps;
  readonly sources: SourcesDeps;
  readonly guards: GuardListsDeps;
  readonly sealedKeys: SealedKeyDeps;
  readonly releases: ReleasesDeps;
  readonly coverage: CoverageDeps["coverage"];
  readonly audit: AuditDeps;
  readonly statistics: StatisticsDeps;
};
