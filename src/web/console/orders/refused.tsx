import { reachOf } from "../../../core/access/action.ts";
import { HifazatError } from "../../../core/errors.ts";
import { failureOf } from "../../ui/failure.tsx";
import type { FormErrors } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import { Notification } from "../../ui/notice.tsx";
import type { sendPage } from "../../ui/page.tsx";
import type { ActionOptions, ConsoleContext } from "../pages.tsx";
import { STEP_UP_FIELD } from "../pages.tsx";
import { type OrdersPart, opened } from "./part.tsx";

/** How a page is shown again after what its form asked for was refused. */
export type Refused = {
  readonly status: Parameters<typeof sendPage>[2];
  /** At the top of the page, when the fault is not in a field. */
  readonly banner: ReturnType<typeof Notification> | undefined;
  readonly errors: FormErrors;
  readonly form: Form;
};

/** The field in which a form repeats what it was about, so that a change meanwhile is seen and said. */
export const SEEN_STATE = "seen_state";

/** Says, in the person's language, why nothing was done and what to do now; nothing that was typed is lost. */
export function refusedAgain(
  part: OrdersPart,
  show: (c: ConsoleContext, refused: Refused) => Promise<Response>,
): NonNullable<ActionOptions["again"]> {
  return async (c, form, error) => {
    const { caller } = c.var;
    const reach = caller.kind === "session" ? reachOf(caller.roles, part.desk.actions.read) : undefined;
    if (reach === undefined || error.code === "order_unknown") throw error;
    // The second factor was asked for without a look at the roles.
    c.set("reach", reach);
    const { status } = failureOf(error, "en");
    const { order, language, decide, words } = opened(c, part);
    const seen = form.text(SEEN_STATE);
    const text =
      error.code === "digest_mismatch"
        ? decide.changed
        : seen !== "" && seen !== order.state && error.code === "order_state"
          ? decide.already(words.state[order.state])
          : (decide.refused[error.code] ?? error.message);
    if (error instanceof FieldFault)
      return show(c, { status, banner: undefined, errors: [{ field: error.field, text: error.message }], form });
    const field = FIELDS[error.code];
    if (field !== undefined) return show(c, { status, banner: undefined, errors: [{ field, text }], form });
    const banner = <Notification language={language}>{text}</Notification>;
    return show(c, { status, banner, errors: [], form });
  };
}

const FIELDS: Readonly<Record<string, string>> = {
  step_up_required: STEP_UP_FIELD,
  sign_in_refused: STEP_UP_FIELD,
  rate_limited: STEP_UP_FIELD,
};

/** Thrown by a form's action for a field: shown beside it. The message is in the person's language. */
export class FieldFault extends HifazatError {
  readonly field: string;
  constructor(field: string, message: string) {
    super("bad_request", message);
    this.field = field;
  }
}
