import type { PublicDeps } from "../api/deps.ts";
import type { GuardDeps } from "../api/guard.ts";
import { permit } from "../core/access/permit.ts";
import { HifazatError } from "../core/errors.ts";

/** The list's files for who has a subscriber's token with `list.pull`; a browser's session counts for nothing here. */
export function subscribersOnly({
  authenticate,
  clientAddress,
  now,
}: Pick<GuardDeps, "authenticate" | "clientAddress" | "now">): NonNullable<PublicDeps["pullRefusal"]> {
  return (c) => {
    const bearer = /^Bearer +([^\s]+) *$/i.exec(c.req.header("authorization") ?? "")?.[1];
    if (bearer === undefined)
      return new HifazatError("unauthenticated", "The list is for subscribers: send a token with list.pull.");
    const caller = authenticate({ cookie: undefined, bearer, address: clientAddress(c) });
    const permission = permit({ kind: "action", action: "list.pull" }, caller, now());
    return permission.kind === "granted" ? undefined : new HifazatError(permission.code, permission.message);
  };
}
