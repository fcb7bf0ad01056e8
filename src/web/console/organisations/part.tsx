import type { Organisation } from "../../../core/access/organisation.ts";
import { HifazatError } from "../../../core/errors.ts";
import type { Language } from "../../ui/language.ts";
import { Notification } from "../../ui/notice.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { FieldFault } from "../orders/refused.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { ORGANISATIONS } from "./words.ts";

/** The organisation that the path names. */
export function organisationIn(c: ConsoleContext, { accounts }: ConsoleDeps): Organisation {
  const found = accounts.organisations().find(({ name }) => name === c.req.param("name"));
  if (found === undefined) throw new HifazatError("not_found", "There is no such organisation.");
  return found;
}

/** What was done just before this page, from its address (`?done=revoked`). */
export function Done({ c, language }: { readonly c: ConsoleContext; readonly language: Language }) {
  const { done } = ORGANISATIONS[language];
  const what = c.req.query("done");
  const text = what !== undefined && Object.hasOwn(done, what) ? done[what] : undefined;
  if (text === undefined) return null;
  return (
    <Notification language={language} success>
      {text}
    </Notification>
  );
}

/** A fault in a field of one of these forms, in the person's language; or what the code itself says, at `field`. */
export const faults = (field: string) => ({
  faultAt: (error: HifazatError) => (error instanceof FieldFault ? error.field : field),
  refusal: (_: unknown, __: unknown, error: HifazatError) => (error instanceof FieldFault ? error.message : undefined),
});
