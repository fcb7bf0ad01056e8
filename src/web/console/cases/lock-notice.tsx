import type { Lock } from "../../../core/complaint/complaint.ts";
import { samePerson } from "../../../core/order/decision.ts";
import { Button } from "../../ui/button.tsx";
import { formatTime } from "../../ui/dates.ts";
import type { Language } from "../../ui/language.ts";
import { Inset, Notification } from "../../ui/notice.tsx";
import { Csrf } from "../frame.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { CASES } from "./words.ts";

/** Whose a case is: nobody's, the caller's, or somebody else's who keeps all others from deciding it meanwhile. */
export type Holding = "free" | "mine" | "locked";

export function holdingOf(c: ConsoleContext, lock: Lock | null): Holding {
  const { caller } = c.var;
  if (lock === null || lock.until <= c.var.at || caller.kind !== "session") return "free";
  return samePerson(lock.officer, caller.actor) ? "mine" : "locked";
}

/** Says whose the case is, with the buttons that change it. `mayTake`: it can be worked on, and the caller may. */
export function LockNotice(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly lock: Lock | null;
  readonly path: string;
  readonly mayTake: boolean;
}) {
  const { c, language, lock, path, mayTake } = props;
  const words = CASES[language].case;
  const until = lock === null ? "" : formatTime(language, lock.until);
  const send = (what: "take" | "put-back", text: string, look: "primary" | "secondary") => (
    <form method="post" action={`${path}/${what}`}>
      <Csrf c={c} />
      <Button look={look}>{text}</Button>
    </form>
  );
  switch (holdingOf(c, lock)) {
    case "locked":
      return (
        <Notification language={language}>
          {words.locked(lock?.officer ?? "", until)}
          <br />
          {words.lockedWhat}
        </Notification>
      );
    case "mine":
      return (
        <Inset>
          <p class="govuk-body">{words.yours(until)}</p>
          {mayTake && (
            <div class="govuk-button-group">
              {send("put-back", words.putBack, "secondary")}
              {send("take", words.keep, "secondary")}
            </div>
          )}
        </Inset>
      );
    case "free":
      return mayTake ? (
        <Inset>
          <p class="govuk-body">{words.takeFirst}</p>
          {send("take", words.take, "primary")}
        </Inset>
      ) : null;
  }
}
