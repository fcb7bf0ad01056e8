import type { Role } from "./role.ts";

/** `own`: only what belongs to the caller's organisation; whoever answers the request filters by it. */
export type Reach = "any" | "own";

type Rule = {
  /** Asks for a fresh second factor, because a stolen session must not be enough (session.ts, STEP_UP_SECONDS). */
  readonly stepUp?: true;
  readonly roles: Readonly<Partial<Record<Role, Reach>>>;
};

const officers = { officer: "any", senior_officer: "any" } as const;
const staff = { clerk: "any", ...officers } as const;

/** Who may do what. A role that is not named in an action's line is refused. */
const TABLE = {
  "order.read": { roles: { ...staff, auditor: "any", partner: "own" } },
  "order.write": { roles: { ...staff, partner: "own" } },
  "order.submit": { roles: { ...staff, partner: "own" } },
  "order.approve": { stepUp: true, roles: officers },
  "order.approve_held": { stepUp: true, roles: { senior_officer: "any" } },
  "order.reject": { roles: officers },
  "order.withdraw": { stepUp: true, roles: officers },
  // Partners' lists. Whoever makes a source chooses where the registry goes for it.
  "source.read": { roles: { ...staff, auditor: "any", partner: "own" } },
  "source.fetch": { roles: officers },
  "source.write": { stepUp: true, roles: { senior_officer: "any" } },
  "source.release": { stepUp: true, roles: { senior_officer: "any" } },
  "release.read": { roles: { ...staff, auditor: "any", administrator: "any" } },
  "batch.release": { stepUp: true, roles: { senior_officer: "any" } },
  "release.publish": { stepUp: true, roles: officers },
  "guard.read": { roles: { ...staff, auditor: "any", administrator: "any" } },
  "key.read": { roles: { administrator: "any", auditor: "any" } },
  "key.use": { stepUp: true, roles: { administrator: "any" } },
  // Child abuse: the address in clear is for this role alone, so neither auditor nor administrator has it.
  "sealed.read": { roles: { sealed_officer: "any" } },
  "sealed.write": { roles: { sealed_officer: "any" } },
  // Whoever enrols a key chooses a reader of the sealed list, so it is not for who may not read it.
  "sealed_key.read": { roles: { sealed_officer: "any", administrator: "any", auditor: "any" } },
  "sealed_key.write": { stepUp: true, roles: { sealed_officer: "any" } },
  "sealed.approve": { stepUp: true, roles: { sealed_officer: "any" } },
  "complaint.read": { roles: { ...staff, auditor: "any", partner: "own" } },
  "complaint.submit": { roles: { partner: "own" } },
  "complaint.write": { roles: staff },
  "complaint.decide": { roles: officers },
  "appeal.read": { roles: { ...staff, auditor: "any" } },
  "appeal.write": { roles: staff },
  "appeal.decide": { stepUp: true, roles: officers },
  "coverage.read": { roles: { ...staff, auditor: "any", administrator: "any", subscriber: "own" } },
  "receipt.write": { roles: { subscriber: "own" } },
  "list.pull": { roles: { subscriber: "own" } },
  "audit.read": { roles: { auditor: "any", administrator: "any" } },
  "account.read": { roles: { administrator: "any", auditor: "any" } },
  "account.write": { stepUp: true, roles: { administrator: "any" } },
  "organisation.read": { roles: { administrator: "any", auditor: "any" } },
  "organisation.write": { stepUp: true, roles: { administrator: "any" } },
  "token.read": { roles: { administrator: "any", auditor: "any" } },
  "token.write": { stepUp: true, roles: { administrator: "any" } },
} as const satisfies Record<string, Rule>;

export type Action = keyof typeof TABLE;
export const ACTIONS = Object.keys(TABLE) as readonly Action[];

export const isAction = (text: string): text is Action => Object.hasOwn(TABLE, text);

export function needsStepUp(action: Action): boolean {
  const rule: Rule = TABLE[action];
  return rule.stepUp === true;
}

/** How far these roles reach for this action; undefined: not at all. The widest of several roles counts. */
export function reachOf(roles: readonly Role[], action: Action): Reach | undefined {
  const rule: Rule = TABLE[action];
  const reaches = roles.map((role) => (Object.hasOwn(rule.roles, role) ? rule.roles[role] : undefined));
  return reaches.includes("any") ? "any" : reaches.find((reach) => reach !== undefined);
}

export const rolesThatMay = (action: Action): readonly Role[] => Object.keys(TABLE[action].roles) as Role[];
