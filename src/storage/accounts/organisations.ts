import { asc, eq } from "drizzle-orm";
import type { Organisation } from "../../core/access/organisation.ts";
import type { Db } from "../database.ts";
import { organisations } from "../schema/accounts.ts";

export function findOrganisation(db: Db, name: string): Organisation | undefined {
  return db.orm.select().from(organisations).where(eq(organisations.name, name)).get();
}

export function listOrganisations(db: Db): Organisation[] {
  return db.orm.select().from(organisations).orderBy(asc(organisations.name)).all();
}

export function insertOrganisation(db: Db, row: Omit<Organisation, "id" | "suspendedAt">): Organisation {
  return db.orm.insert(organisations).values(row).returning().get();
}

export function updateOrganisation(
  db: Db,
  id: number,
  change: Partial<Pick<Organisation, "categories" | "suspendedAt">>,
): void {
  db.orm.update(organisations).set(change).where(eq(organisations.id, id)).run();
}
