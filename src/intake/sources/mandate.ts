import { HifazatError } from "../../core/errors.ts";
import type { Source } from "../../core/source/source.ts";
import { findOrganisation } from "../../storage/accounts/organisations.ts";
import type { Db } from "../../storage/database.ts";

/** A partner's list brings only what the partner may ask for, as its mandate is now. Returns the organisation's id. */
export function refuseOutsideMandate(
  db: Db,
  { organisation: name, order: { category } }: Pick<Source, "organisation" | "order">,
): number | null {
  if (name === null) return null;
  const organisation = findOrganisation(db, name);
  if (organisation?.kind !== "partner") throw new HifazatError("not_found", `There is no partner ${name}.`);
  const { id, displayName, categories, suspendedAt } = organisation;
  if (suspendedAt !== null) throw new HifazatError("suspended", `${displayName} is suspended.`);
  if (categories.includes(category)) return id;
  throw new HifazatError("outside_mandate", `The mandate of ${displayName} has no ${category}.`);
}
