import type { ErrorCode } from "../errors.ts";
import { type Action, needsStepUp, type Reach, reachOf } from "./action.ts";
import type { Caller, SessionCaller } from "./caller.ts";
import type { Stage } from "./session.ts";

/** What a route asks of its caller. */
export type Access =
  /** For signing in: anyone, from the site's own pages. */
  | { readonly kind: "anyone" }
  /** Anyone from anywhere, and whoever shows who they are is known: a complaint of a citizen or of a partner. */
  | { readonly kind: "public" }
  /** A session at one of these stages, whatever its roles: for what is the caller's own. */
  | { readonly kind: "session"; readonly stages: readonly Stage[]; readonly stepUp?: true }
  | { readonly kind: "action"; readonly action: Action };

export type Permission =
  | { readonly kind: "granted"; readonly reach: Reach }
  | { readonly kind: "refused"; readonly code: ErrorCode; readonly message: string };

/** Whether this caller may use a route that asks for `access`. Denies what it does not know. `now` in seconds. */
export function permit(access: Access, caller: Caller, now: number): Permission {
  if (access.kind === "anyone") return granted("own");
  if (access.kind === "public") return caller.kind === "refused" ? caller : granted("own");
  switch (caller.kind) {
    case "anonymous":
      return refused("unauthenticated", "Sign in first.");
    case "refused":
      return caller;
    case "token":
      if (access.kind === "session") return refused("forbidden", "This is for people, not for tokens.");
      if (!caller.actions.includes(access.action))
        return refused("forbidden", `This token was not made for ${access.action}.`);
      return byRole(access.action, caller.roles);
    case "session":
      return access.kind === "session"
        ? atStage(access.stages, access.stepUp === true, caller, now)
        : byAction(access.action, caller, now);
  }
}

function atStage(stages: readonly Stage[], stepUp: boolean, caller: SessionCaller, now: number): Permission {
  if (!stages.includes(caller.stage)) return wrongStage(caller.stage);
  // Who is still enrolling has no second factor to step up with: the enrolment code stands for it.
  return stepUp && caller.stage === "full" && caller.steppedUpUntil <= now ? stepUpFirst() : granted("own");
}

function byAction(action: Action, caller: SessionCaller, now: number): Permission {
  if (caller.stage !== "full") return wrongStage(caller.stage);
  const permission = byRole(action, caller.roles);
  if (permission.kind === "refused" || !needsStepUp(action)) return permission;
  return caller.steppedUpUntil <= now ? stepUpFirst() : permission;
}

function byRole(action: Action, roles: Parameters<typeof reachOf>[0]): Permission {
  const reach = reachOf(roles, action);
  return reach === undefined ? refused("forbidden", `None of your roles allows ${action}.`) : granted(reach);
}

function wrongStage(stage: Stage): Permission {
  switch (stage) {
    case "enrolling":
      return refused("second_factor_required", "Set up a second factor first.");
    case "second_factor":
      return refused("second_factor_required", "Give your second factor first.");
    case "full":
      return refused("forbidden", "You are signed in already.");
  }
}

const granted = (reach: Reach): Permission => ({ kind: "granted", reach });
const refused = (code: ErrorCode, message: string): Permission => ({ kind: "refused", code, message });
const stepUpFirst = (): Permission => refused("step_up_required", "Give your second factor once more for this.");
