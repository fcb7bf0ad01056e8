import type { Organisation } from "../../core/access/organisation.ts";
import type { SealedKeyView } from "../../core/access/sealed-key.ts";
import { HifazatError } from "../../core/errors.ts";
import { findOrganisation } from "../../storage/accounts/organisations.ts";
import { type Db, transaction } from "../../storage/database.ts";
import { appendAudit } from "../../storage/log.ts";
import {
  findSealedKey,
  insertSealedKey,
  listSealedKeys,
  markSealedKeyRemoved,
  type SealedKeyRow,
} from "../../storage/sealed-keys.ts";
import { enrolRecipient } from "./recipient.ts";

export type SealedKeyPorts = {
  readonly db: Db;
  /** Seconds since the epoch. */
  readonly now: () => number;
};

/** Keys a subscriber can have at once: one a site, and the next ones while they change. Each makes every file longer. */
const MOST_KEYS = 8;

export function sealedKeys({ db }: Pick<SealedKeyPorts, "db">, name: string): SealedKeyView[] {
  return listSealedKeys(db, subscriber(db, name).id).map(view);
}

/**
 * Enrols a subscriber's age public key: the next release is encrypted to it too. `replaces` takes another key of the same
 * subscriber off in the same moment. Throws `key_invalid`, or `conflict` for a key that stands or once stood anywhere.
 */
export async function enrolSealedKey(
  { db, now }: SealedKeyPorts,
  name: string,
  request: { readonly key: string; readonly replaces?: string | undefined },
  by: string,
): Promise<SealedKeyView> {
  const recipient = await enrolRecipient(request.key);
  return transaction(db, () => {
    const organisation = subscriber(db, name);
    const before = findSealedKey(db, recipient);
    if (before !== undefined)
      throw new HifazatError(
        "conflict",
        before.removedAt === null
          ? "This key is enrolled already."
          : "This key was taken off before. It may be known to others: make a new one.",
      );
    if (request.replaces !== undefined) takeOff(db, organisation, request.replaces, now(), by);
    const standing = listSealedKeys(db, organisation.id).filter(({ removedAt }) => removedAt === null);
    if (standing.length >= MOST_KEYS)
      throw new HifazatError("conflict", `A subscriber has at most ${MOST_KEYS} keys: take one off first.`);
    const enrolledAt = now();
    const row = insertSealedKey(db, { organisationId: organisation.id, recipient, enrolledAt, enrolledBy: by });
    const detail = { key: view(row).id, recipient, replaces: request.replaces ?? null };
    const subject = `organisation:${organisation.name}`;
    appendAudit(db, { at: enrolledAt, actor: by, action: "sealed_key.enrolled", subject, detail });
    return view(row);
  });
}

/** Takes a key off: it opens no release that is made from now on. What it has opened it has opened. */
export function removeSealedKey({ db, now }: SealedKeyPorts, name: string, id: string, by: string): void {
  transaction(db, () => takeOff(db, subscriber(db, name), id, now(), by));
}

function takeOff(db: Db, organisation: Organisation, id: string, at: number, by: string): void {
  const row = listSealedKeys(db, organisation.id).find((one) => view(one).id === id);
  if (row === undefined) throw new HifazatError("not_found", `${organisation.name} has no key ${id}.`);
  if (!markSealedKeyRemoved(db, row.id, at, by)) throw new HifazatError("conflict", `${id} was taken off before.`);
  const subject = `organisation:${organisation.name}`;
  appendAudit(db, {
    at,
    actor: by,
    action: "sealed_key.removed",
    subject,
    detail: { key: id, recipient: row.recipient },
  });
}

function subscriber(db: Db, name: string): Organisation {
  const organisation = findOrganisation(db, name);
  if (organisation?.kind === "subscriber") return organisation;
  throw new HifazatError("not_found", `There is no subscriber ${name}.`);
}

const view = ({ id, organisationId: _, ...row }: SealedKeyRow): SealedKeyView => ({ id: `k${id}`, ...row });
