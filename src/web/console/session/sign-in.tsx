import { forAnyone } from "../../../api/staff-route.ts";
import { Button } from "../../ui/button.tsx";
import { TextInput } from "../../ui/form.tsx";
import { languageOf } from "../../ui/language.ts";
import { Inset } from "../../ui/notice.tsx";
import type { ConsoleDeps } from "../deps.ts";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { goOn, goOnSignedIn, Next, originOf, refusedAt, sendFormPage, withNext } from "./parts.tsx";
import { SESSION_WORDS } from "./words.ts";

/** The first half of signing in: name and password. */
export function signInPages(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page("/console/sign-in", forAnyone, async (c) => {
    const { caller } = c.var;
    const next = c.req.query("next") ?? "";
    if (caller.kind === "session" && caller.stage === "full") return goOn(c, next);
    return show(c, deps, { next, name: "", signedOut: c.req.query("out") !== undefined });
  });

  pages.action(
    "/console/sign-in",
    forAnyone,
    async (c, form) => {
      const words = SESSION_WORDS[languageOf(c)].signIn;
      const [name, password, next] = [form.text("name"), form.raw("password"), form.text("next")];
      const errors = [
        ...(name === "" ? [{ field: "name", text: words.nameMissing }] : []),
        ...(password === "" ? [{ field: "password", text: words.passwordMissing }] : []),
      ];
      if (errors.length > 0) return show(c, deps, { next, name, errors });
      const start = await deps.accounts.signIn({ name, password }, originOf(c, deps));
      return goOnSignedIn(c, deps, start, withNext("/console/second-factor", next));
    },
    {
      again: async (c, form, error) =>
        show(c, deps, { next: form.text("next"), name: form.text("name"), ...refusedAt(c, "name", error) }),
    },
  );
}

type Shown = {
  readonly next: string;
  readonly name: string;
  readonly signedOut?: boolean;
} & Partial<ReturnType<typeof refusedAt>>;

function show(c: ConsoleContext, deps: ConsoleDeps, { next, name, signedOut, ...failed }: Shown): Promise<Response> {
  const words = SESSION_WORDS[languageOf(c)].signIn;
  return sendFormPage(c, deps, {
    title: words.title,
    ...failed,
    children: (language, errors) => (
      <>
        <h1 class="govuk-heading-l">{words.title}</h1>
        {signedOut && <Inset>{words.signedOut}</Inset>}
        <p class="govuk-body">{words.lead}</p>
        <form method="post" action="/console/sign-in">
          <Next next={next} />
          <TextInput
            {...{ language, errors, name: "name", label: words.name, value: name }}
            autocomplete="username"
            width={20}
            ltr
          />
          <TextInput
            {...{ language, errors, name: "password", label: words.password, type: "password" }}
            autocomplete="current-password"
            width={20}
            ltr
          />
          <Button>{words.submit}</Button>
        </form>
        <p class="govuk-body">
          {words.first}{" "}
          <a class="govuk-link" href="/console/enrol">
            {words.enrol}
          </a>
        </p>
      </>
    ),
  });
}
