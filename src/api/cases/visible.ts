import type { ComplaintView } from "../../core/complaint/view.ts";
import { HifazatError } from "../../core/errors.ts";
import { organisationOf, type StaffContext } from "../staff-route.ts";

/** What this caller may see of a complaint that the desk showed. Throws `not_found` for another organisation's. */
export function visibleTo(c: StaffContext, view: ComplaintView): ComplaintView {
  if (c.var.reach === "any") return view;
  const { complainant } = view;
  if (complainant.kind !== "organisation" || complainant.name !== ownOrganisation(c))
    throw new HifazatError("not_found", "There is no such complaint.");
  // What others complain of, and what officers do with it, is not the organisation's.
  return { ...view, related: [], joiners: [], history: [], lock: null };
}

/** Whose complaints this caller may see at all: those of their organisation, or, undefined, everybody's. */
export const organisationSeen = (c: StaffContext): string | undefined =>
  c.var.reach === "own" ? ownOrganisation(c) : undefined;

function ownOrganisation(c: StaffContext): string {
  const organisation = organisationOf(c);
  if (organisation === null) throw new HifazatError("forbidden", "You belong to no organisation.");
  return organisation.name;
}
