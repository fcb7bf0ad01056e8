import { HifazatError } from "../../core/errors.ts";
import { SCOPES, type Target } from "../../core/target/target.ts";

/** Where the next page of a difference begins, as it stands in an address. */
export const placeText = ({ scope, value }: Target): string => `${scope} ${value}`;

/** Throws `bad_request` for what is no such place. */
export function placeOf(text: string): Target {
  const [name = "", ...rest] = text.split(" ");
  const scope = SCOPES.find((each) => each === name);
  if (scope === undefined) throw new HifazatError("bad_request", "`after` is no `next` of a page before.");
  return { scope, value: rest.join(" ") };
}
