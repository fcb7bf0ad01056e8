import type { AppealsDeps } from "../../api/appeals/deps.ts";
import type { ComplaintsDeps } from "../../api/complaints/deps.ts";
import type { Observer, PublicDeps } from "../../api/deps.ts";
import type { GuardDeps } from "../../api/guard.ts";
import type { StatisticsDeps } from "../../api/statistics-months/deps.ts";
import type { SiteSettings } from "../../core/site-settings.ts";
import type { Assets } from "../ui/assets.ts";

/** What the public pages need: the published release, and, where there is a database, what takes complaints and appeals. */
export type SiteDeps = Pick<PublicDeps, "answers"> & {
  readonly observe: Observer;
  readonly assets: () => Promise<Assets>;
  /** What the registry tells of its configuration. */
  readonly settings: () => SiteSettings;
};

export type SiteCasesDeps = SiteDeps &
  StatisticsDeps &
  Pick<GuardDeps, "clientAddress"> & {
    readonly complaints: ComplaintsDeps;
    readonly appeals: AppealsDeps;
  };
