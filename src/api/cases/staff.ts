import type { StaffRoutes } from "../staff-route.ts";
import { appealDeskRoutes, GENERAL_APPEALS, SEALED_APPEALS } from "./appeal-desk.ts";
import { clockRoutes } from "./clocks.ts";
import { complaintDeskRoutes, GENERAL_COMPLAINTS, SEALED_COMPLAINTS } from "./complaint-desk.ts";
import type { CasesDeps } from "./deps.ts";

/** Everything officers do with complaints and appeals, for the list in staff.ts. */
export function caseRoutes({ complaints, appeals, clocks }: CasesDeps): StaffRoutes[] {
  return [
    complaintDeskRoutes(complaints, GENERAL_COMPLAINTS),
    complaintDeskRoutes(complaints, SEALED_COMPLAINTS),
    appealDeskRoutes(appeals, GENERAL_APPEALS),
    appealDeskRoutes(appeals, SEALED_APPEALS),
    clockRoutes(clocks),
  ];
}
