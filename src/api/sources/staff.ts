import type { StaffRoutes } from "../staff-route.ts";
import type { SourcesDeps } from "./deps.ts";
import { GENERAL_SOURCES, SEALED_SOURCES } from "./desk.ts";
import { sourceRoutes } from "./sources.ts";
import { waitingBodyRoutes } from "./waiting.ts";

/** Everything officers do with sources, at both desks. */
export const sourceDeskRoutes = (deps: SourcesDeps): StaffRoutes[] =>
  [GENERAL_SOURCES, SEALED_SOURCES].flatMap((desk) => [sourceRoutes(deps, desk), waitingBodyRoutes(deps, desk)]);
