import type { ErrorCode } from "../errors.ts";
import { isBlank, samePerson } from "../order/decision.ts";

/**
 * What officers decide about publication itself. A rollback publishes the content of an earlier release as a new one and
 * holds until two officers end it: what was decided between that release and the rollback stays set aside, while
 * everything decided afterwards is published as ever. So no later release undoes a rollback silently.
 */
export type PolicyEvent =
  | { readonly kind: "rollback_proposed"; readonly to: number; readonly reasons: string }
  | { readonly kind: "rollback_end_proposed"; readonly reasons: string }
  | { readonly kind: "rollback_proposal_dropped"; readonly reasons: string }
  | {
      readonly kind: "rolled_back";
      readonly to: number;
      /** The last event that release held. */
      readonly watermark: number;
      readonly second: string;
      readonly reasons: string;
    }
  | { readonly kind: "rollback_ended"; readonly second: string; readonly reasons: string };

export type PolicyHappened = { readonly at: number; readonly actor: string; readonly event: PolicyEvent };

type Decided = { readonly by: string; readonly at: number; readonly reasons: string };
export type PolicyProposal = Decided &
  ({ readonly kind: "rollback"; readonly to: number } | { readonly kind: "end_rollback" });

export type Policy = {
  /** The rollback that holds. */
  readonly rollback: (Decided & { readonly to: number; readonly second: string }) | null;
  readonly proposal: PolicyProposal | null;
};

export const NO_POLICY: Policy = { rollback: null, proposal: null };

export type PolicyCommand =
  | { readonly kind: "propose_rollback"; readonly to: number; readonly reasons: string }
  | { readonly kind: "propose_end"; readonly reasons: string }
  /** As a senior officer other than the one who proposed it. */
  | { readonly kind: "confirm" }
  | { readonly kind: "drop"; readonly reasons: string }
  /** Both officers present: at the command line. */
  | { readonly kind: "roll_back"; readonly to: number; readonly second: string; readonly reasons: string }
  | { readonly kind: "end_rollback"; readonly second: string; readonly reasons: string };

export type PolicyDecision =
  | { readonly kind: "event"; readonly event: PolicyEvent }
  | { readonly kind: "refusal"; readonly code: ErrorCode; readonly message: string };

/** What releases there are, as far as a rollback has to know. */
export type Releases = {
  readonly head: number;
  /** The watermark of a published release; undefined when there is none of this number. */
  readonly watermarkOf: (release: number) => number | undefined;
};

/** Pure: whether `actor` may give this command now. Roles are checked before (core/access), persons here. */
export function decidePolicy(
  policy: Policy,
  command: PolicyCommand,
  actor: string,
  releases: Releases,
): PolicyDecision {
  if (isBlank(actor)) return refuse("bad_request", "An officer must be named.");
  if (command.kind !== "confirm" && isBlank(command.reasons))
    return refuse("order_incomplete", "A decision needs written reasons.");
  switch (command.kind) {
    case "propose_rollback":
      return (
        pendingFlaw(policy) ?? targetFlaw(command.to, releases) ?? happens({ ...command, kind: "rollback_proposed" })
      );
    case "propose_end":
      return pendingFlaw(policy) ?? endFlaw(policy) ?? happens({ ...command, kind: "rollback_end_proposed" });
    case "drop":
      if (policy.proposal === null) return refuse("release_state", "Nothing is proposed.");
      return happens({ kind: "rollback_proposal_dropped", reasons: command.reasons });
    case "confirm": {
      const { proposal } = policy;
      if (proposal === null) return refuse("release_state", "Nothing is proposed.");
      if (samePerson(proposal.by, actor))
        return refuse("same_officer", "An officer other than the one who proposed it must confirm.");
      const { by: second, reasons } = proposal;
      return proposal.kind === "rollback"
        ? rollBack(proposal.to, second, reasons, releases)
        : (endFlaw(policy) ?? happens({ kind: "rollback_ended", second, reasons }));
    }
    case "roll_back":
      return secondFlaw(actor, command.second) ?? rollBack(command.to, command.second, command.reasons, releases);
    case "end_rollback": {
      const { second, reasons } = command;
      return secondFlaw(actor, second) ?? endFlaw(policy) ?? happens({ kind: "rollback_ended", second, reasons });
    }
  }
}

function rollBack(to: number, second: string, reasons: string, releases: Releases): PolicyDecision {
  const watermark = releases.watermarkOf(to);
  if (watermark === undefined || to >= releases.head) return targetFlaw(to, releases) ?? unknown(to);
  return happens({ kind: "rolled_back", to, watermark, second, reasons });
}

function targetFlaw(to: number, { head, watermarkOf }: Releases): PolicyDecision | undefined {
  if (to === head) return refuse("release_state", `Release ${to} is the newest: there is nothing to roll back.`);
  return to > head || watermarkOf(to) === undefined ? unknown(to) : undefined;
}

function pendingFlaw({ proposal }: Policy): PolicyDecision | undefined {
  if (proposal === null) return undefined;
  return refuse("release_state", `${proposal.by} has proposed something already: confirm or drop that first.`);
}

function secondFlaw(actor: string, second: string): PolicyDecision | undefined {
  if (!isBlank(second) && !samePerson(actor, second)) return undefined;
  return refuse("same_officer", "Two different officers must be named.");
}

const endFlaw = ({ rollback }: Policy): PolicyDecision | undefined =>
  rollback === null ? refuse("release_state", "No rollback holds.") : undefined;
const unknown = (to: number): PolicyDecision => refuse("not_found", `There is no published release ${to}.`);
const refuse = (code: ErrorCode, message: string): PolicyDecision => ({ kind: "refusal", code, message });
const happens = (event: PolicyEvent): PolicyDecision => ({ kind: "event", event });

export function foldPolicy(events: Iterable<PolicyHappened>): Policy {
  let policy = NO_POLICY;
  for (const happened of events) policy = applied(policy, happened);
  return policy;
}

function applied(policy: Policy, { at, actor, event }: PolicyHappened): Policy {
  const decided = { by: actor, at, reasons: event.reasons };
  switch (event.kind) {
    case "rollback_proposed":
      return { ...policy, proposal: { kind: "rollback", to: event.to, ...decided } };
    case "rollback_end_proposed":
      return { ...policy, proposal: { kind: "end_rollback", ...decided } };
    case "rollback_proposal_dropped":
      return { ...policy, proposal: null };
    case "rolled_back":
      return { rollback: { to: event.to, second: event.second, ...decided }, proposal: null };
    case "rollback_ended":
      return NO_POLICY;
  }
}
