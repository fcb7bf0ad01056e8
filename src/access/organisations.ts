import { accountName, NAME_RULE } from "../core/access/account.ts";
import type { Organisation, OrganisationKind } from "../core/access/organisation.ts";
import type { CategorySlug } from "../core/category.ts";
import { HifazatError } from "../core/errors.ts";
import { findOrganisation, insertOrganisation, updateOrganisation } from "../storage/accounts/organisations.ts";
import { transaction } from "../storage/database.ts";
import { appendAudit } from "../storage/log.ts";
import type { AccessPorts } from "./ports.ts";

type OrganisationPorts = Pick<AccessPorts, "db" | "now">;

export type OrganisationRequest = {
  readonly name: string;
  readonly displayName: string;
  readonly kind: OrganisationKind;
  readonly categories: readonly CategorySlug[];
};

/** Makes a partner or a subscriber. A partner needs its mandate, a subscriber has none. */
export function createOrganisation(ports: OrganisationPorts, request: OrganisationRequest, by: string): Organisation {
  const { db, now } = ports;
  const name = accountName(request.name);
  if (name === undefined) throw new HifazatError("bad_request", `A name has ${NAME_RULE}.`);
  checkMandate(request.kind, request.categories);
  return transaction(db, () => {
    if (findOrganisation(db, name) !== undefined)
      throw new HifazatError("conflict", `There is an organisation ${name} already.`);
    const made = insertOrganisation(db, { ...request, name, createdAt: now() });
    const { kind, categories } = request;
    appendAudit(db, {
      at: now(),
      actor: by,
      action: "organisation.created",
      subject: subject(name),
      detail: { kind, categories },
    });
    return made;
  });
}

export type OrganisationChange = {
  readonly suspended?: boolean | undefined;
  readonly categories?: readonly CategorySlug[] | undefined;
};

/** Changes a partner's mandate, or suspends an organisation: its tokens and its people's sessions stop at once. */
export function changeOrganisation(
  ports: OrganisationPorts,
  name: string,
  { suspended, categories }: OrganisationChange,
  by: string,
): Organisation {
  const { db, now } = ports;
  return transaction(db, () => {
    const before = findOrganisation(db, name);
    if (before === undefined) throw new HifazatError("not_found", `There is no organisation ${name}.`);
    const suspendedAt = suspended === undefined ? before.suspendedAt : suspended ? (before.suspendedAt ?? now()) : null;
    const after = { ...before, suspendedAt, categories: categories ?? before.categories };
    checkMandate(after.kind, after.categories);
    updateOrganisation(db, before.id, { suspendedAt, categories: after.categories });
    const detail = {
      suspended: { from: before.suspendedAt !== null, to: suspendedAt !== null },
      categories: { from: before.categories, to: after.categories },
    };
    appendAudit(db, { at: now(), actor: by, action: "organisation.changed", subject: subject(name), detail });
    return after;
  });
}

function checkMandate(kind: OrganisationKind, categories: readonly CategorySlug[]): void {
  if (kind === "partner" && categories.length === 0)
    throw new HifazatError("bad_request", "Name the categories of the partner's mandate.");
  if (kind === "subscriber" && categories.length > 0)
    throw new HifazatError("bad_request", "A subscriber has no categories.");
}

const subject = (name: string): string => `organisation:${name}`;
