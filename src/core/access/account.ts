import type { Organisation } from "./organisation.ts";
import type { Role } from "./role.ts";

/** What of an account may be shown. Accounts are made by an administrator and never deleted: the record names them. */
export type Account = {
  readonly id: number;
  /** Signs in with it, and stands under every decision; never changes. */
  readonly name: string;
  readonly displayName: string;
  readonly roles: readonly Role[];
  /** Of a partner's officer; null for the registry's own staff. */
  readonly organisation: Organisation | null;
  readonly createdAt: number;
  readonly createdBy: string;
  readonly suspendedAt: number | null;
  /** A password and a second factor are in place. */
  readonly enrolled: boolean;
};

/** Letters that look like others cannot be typed in a name, so no two names look the same. */
const NAME = /^[a-z0-9](?:[a-z0-9]|[._-](?=[a-z0-9])){1,62}$/;

/** Stand in the record where nobody of ours acted. */
const RESERVED = ["anonymous", "init", "publisher", "system", "scheduler"];

/** A name as it is stored, or undefined. Also for organisations. */
export function accountName(text: string): string | undefined {
  const name = text.normalize("NFKC").trim().toLowerCase();
  return NAME.test(name) && !RESERVED.includes(name) ? name : undefined;
}

export const NAME_RULE = "2 to 63 letters a-z and digits, with single . _ or - between them";
