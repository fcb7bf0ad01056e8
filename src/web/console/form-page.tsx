import type { Child } from "hono/jsx";
import { ACCESS_KEY, forSession, sessionOf } from "../../api/staff-route.ts";
import { needsStepUp, reachOf } from "../../core/access/action.ts";
import { HifazatError } from "../../core/errors.ts";
import { Button } from "../ui/button.tsx";
import { failureOf, refusalText } from "../ui/failure.tsx";
import { ErrorSummary, type FormErrors } from "../ui/form.tsx";
import type { Form } from "../ui/form-data.ts";
import { type Language, languageOf } from "../ui/language.ts";
import { sendPage } from "../ui/page.tsx";
import type { ConsoleDeps } from "./deps.ts";
import { ConsolePage, Csrf, type Place } from "./frame.tsx";
import { type ConsoleContext, type ConsolePages, type Declared, STEP_UP_FIELD, seeOther } from "./pages.tsx";
import { StepUpField } from "./step-up-field.tsx";

/** What the fields hold: what was typed, or, before that, what the page proposes. */
export type Values = {
  readonly text: (name: string, proposed?: string) => string;
  readonly all: (name: string, proposed?: readonly string[]) => readonly string[];
};

export type FormView = {
  readonly title: string;
  readonly before?: Child;
  readonly lead?: Child;
  readonly fields?: Child;
  readonly submit: string;
  readonly look?: "primary" | "warning";
};

/** One thing to decide on a page of its own: read it, fill it in, send it; refused, it comes back as it was typed. */
export function formPage(
  pages: ConsolePages,
  deps: ConsoleDeps,
  spec: {
    readonly path: string;
    readonly access: Declared;
    readonly here?: Place;
    readonly view: (c: ConsoleContext, language: Language, values: Values, errors: FormErrors) => FormView;
    /** Does it. Returns where to go then, or the page to show. Throws what is refused. */
    readonly act: (c: ConsoleContext, form: Form) => Promise<string | Response>;
    /** Why nothing was done, in words better than the code's own; undefined: there are none. */
    readonly refusal?: (c: ConsoleContext, form: Form, error: HifazatError) => string | undefined;
    /** The field at which a refusal is shown. */
    readonly faultAt: string | ((error: HifazatError) => string);
  },
): void {
  const { path, access, here, view, act, refusal, faultAt } = spec;

  const send = async (c: ConsoleContext, values: Values, errors: FormErrors, status: 200 | Status) => {
    const language = languageOf(c);
    const { title, before, lead, fields, submit, look = "primary" } = view(c, language, values, errors);
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title, before, ...(here === undefined ? {} : { here }) }}
        assets={await deps.assets()}
      >
        <div class="govuk-grid-row">
          <div class="govuk-grid-column-two-thirds">
            <ErrorSummary language={language} errors={errors} />
            <h1 class="govuk-heading-l">{title}</h1>
            {lead}
            <form method="post" action={c.req.path}>
              <Csrf c={c} />
              {fields}
              {asksForStepUp(access) && <StepUpField c={c} language={language} errors={errors} />}
              <Button look={look}>{submit}</Button>
            </form>
          </div>
        </div>
      </ConsolePage>,
      status,
    );
  };

  // To read it the fresh second factor is not needed yet: the form brings it.
  pages.page(path, asksForStepUp(access) ? forSession() : access, async (c) => {
    letIn(c, access);
    return send(c, PROPOSED, [], 200);
  });
  pages.action(
    path,
    access,
    async (c, form) => {
      const done = await act(c, form);
      return typeof done === "string" ? seeOther(done) : done;
    },
    {
      again: async (c, form, error) => {
        letIn(c, access);
        const { status } = failureOf(error, languageOf(c));
        const text = refusal?.(c, form, error) ?? refusalText(error, languageOf(c));
        const field = OF_STEP_UP.includes(error.code)
          ? STEP_UP_FIELD
          : typeof faultAt === "string"
            ? faultAt
            : faultAt(error);
        return send(c, typed(form), [{ field, text }], status);
      },
    },
  );
}

type Status = ReturnType<typeof failureOf>["status"];

const OF_STEP_UP: readonly string[] = ["step_up_required", "sign_in_refused", "rate_limited"];

const PROPOSED: Values = { text: (_, proposed = "") => proposed, all: (_, proposed = []) => proposed };
const typed = (form: Form): Values => ({ text: (name) => form.text(name), all: (name) => form.all(name) });

function asksForStepUp({ [ACCESS_KEY]: access }: Declared): boolean {
  return access.kind === "action" ? needsStepUp(access.action) : access.kind === "session" && access.stepUp === true;
}

/** Whether the roles allow what the form does, however old the second factor is. Throws `forbidden`. */
function letIn(c: ConsoleContext, { [ACCESS_KEY]: access }: Declared): void {
  if (access.kind !== "action") return;
  const reach = reachOf(sessionOf(c).roles, access.action);
  if (reach === undefined) throw new HifazatError("forbidden", `None of your roles allows ${access.action}.`);
  c.set("reach", reach);
}
