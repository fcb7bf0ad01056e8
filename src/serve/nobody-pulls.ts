import type { PublicDeps } from "../api/deps.ts";
import { HifazatError } from "../core/errors.ts";

/** Where there is no database to know a subscriber by. */
export const nobodyPulls: NonNullable<PublicDeps["pullRefusal"]> = () =>
  new HifazatError("forbidden", "The list is for subscribers: take it from the registry itself.");
