/** What a person or a machine is allowed to be. One account can have several roles; a token has its organisation's. */
export const ROLES = [
  "clerk",
  "officer",
  "senior_officer",
  "sealed_officer",
  "partner",
  "subscriber",
  "auditor",
  "administrator",
] as const;
export type Role = (typeof ROLES)[number];

/** Duties that one person must not join: whoever makes accounts decides nothing, whoever audits only reads. */
const ALONE: readonly Role[] = ["administrator", "auditor", "partner"];

/** Why these roles cannot be given to one account, or undefined when they can. */
export function roleConflict(roles: readonly Role[]): string | undefined {
  if (roles.length === 0) return "An account needs at least one role.";
  if (new Set(roles).size !== roles.length) return "A role is named twice.";
  if (roles.includes("subscriber")) return "Subscribers are machines: they have tokens, not accounts.";
  const alone = ALONE.find((role) => roles.includes(role));
  return alone !== undefined && roles.length > 1 ? `The role ${alone} cannot be joined with another.` : undefined;
}

export const isRole = (text: string): text is Role => ROLES.some((role) => role === text);
