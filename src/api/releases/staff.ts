import type { StaffRoutes } from "../staff-route.ts";
import type { ReleasesDeps } from "./deps.ts";
import { publicationRoutes } from "./publication.ts";
import { releaseRecordRoutes } from "./releases.ts";

/** Everything officers see of releases and do with them. */
export const releaseDeskRoutes = (deps: ReleasesDeps): StaffRoutes[] => [
  releaseRecordRoutes(deps),
  publicationRoutes(deps),
];
