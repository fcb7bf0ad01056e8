import type { CategorySlug } from "../category.ts";
import type { Action } from "./action.ts";
import { ACTIONS, needsStepUp, reachOf } from "./action.ts";

export const ORGANISATION_KINDS = ["partner", "subscriber"] as const;
/** A partner asks for blocks within its mandate; a subscriber (an ISP) pulls lists and sends receipts. */
export type OrganisationKind = (typeof ORGANISATION_KINDS)[number];

export type Organisation = {
  readonly id: number;
  /** As people write it in commands and addresses; never changes. */
  readonly name: string;
  readonly displayName: string;
  readonly kind: OrganisationKind;
  /** A partner's mandate: the categories it may ask for. Empty for a subscriber. */
  readonly categories: readonly CategorySlug[];
  readonly createdAt: number;
  readonly suspendedAt: number | null;
};

/** What a token of such an organisation can be made for: a machine has no second factor, so never a step-up action. */
export function tokenActions(kind: OrganisationKind): readonly Action[] {
  return ACTIONS.filter((action) => !needsStepUp(action) && reachOf([kind], action) !== undefined);
}
