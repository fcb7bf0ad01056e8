import { forAnyone, forSession, sessionOf } from "../../../api/staff-route.ts";
import { Button } from "../../ui/button.tsx";
import { TextInput } from "../../ui/form.tsx";
import { languageOf } from "../../ui/language.ts";
import { NewPasskey } from "../account/passkeys.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { Csrf } from "../frame.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { goOnSignedIn, originOf, refusedAt, sendFormPage } from "./parts.tsx";
import { SESSION_WORDS } from "./words.ts";

/** Taking a new or reset account into use: the code from the administrator, a password, then a second factor. */
export function enrolPages(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page("/console/enrol", forAnyone, async (c) =>
    showEnrol(c, deps, { name: c.req.query("name") ?? "", code: "" }),
  );

  pages.action(
    "/console/enrol",
    forAnyone,
    async (c, form) => {
      const { signIn, enrol } = SESSION_WORDS[languageOf(c)];
      const [name, code, password] = [form.text("name"), form.text("code"), form.raw("password")];
      const errors = [
        ...(name === "" ? [{ field: "name", text: signIn.nameMissing }] : []),
        ...(code === "" ? [{ field: "code", text: enrol.codeMissing }] : []),
        ...(password === "" ? [{ field: "password", text: signIn.passwordMissing }] : []),
        ...(password === form.raw("again") ? [] : [{ field: "again", text: enrol.differ }]),
      ];
      if (errors.length > 0) return showEnrol(c, deps, { name, code, errors });
      const start = await deps.accounts.enrol({ name, code, password }, originOf(c, deps));
      return goOnSignedIn(c, deps, start, "/console/enrol/second-factor");
    },
    {
      again: async (c, form, error) => {
        const field = error.code === "password_weak" ? "password" : "code";
        return showEnrol(c, deps, {
          name: form.text("name"),
          code: form.text("code"),
          ...refusedAt(c, field, error),
        });
      },
    },
  );

  pages.page("/console/enrol/second-factor", forSession(["enrolling"]), async (c) => {
    const words = SESSION_WORDS[languageOf(c)].factor;
    return sendFormPage(c, deps, {
      title: words.title,
      scripts: ["passkey.js"],
      children: (language, errors) => (
        <>
          <h1 class="govuk-heading-l">{words.title}</h1>
          <p class="govuk-body">{words.lead}</p>
          <form method="post" action="/console/account/totp">
            <Csrf c={c} />
            <Button>{words.app}</Button>
          </form>
          <h2 class="govuk-heading-m">{words.orPasskey}</h2>
          <NewPasskey {...{ c, language, errors }} label="" />
          <p class="govuk-body-s">
            <bdi>{sessionOf(c).displayName}</bdi>
          </p>
        </>
      ),
    });
  });
}

type Shown = { readonly name: string; readonly code: string } & Partial<ReturnType<typeof refusedAt>>;

function showEnrol(c: ConsoleContext, deps: ConsoleDeps, { name, code, ...failed }: Shown): Promise<Response> {
  const { signIn, enrol: words } = SESSION_WORDS[languageOf(c)];
  return sendFormPage(c, deps, {
    title: words.title,
    ...failed,
    children: (language, errors) => (
      <>
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body">{words.lead}</p>
        <form method="post" action="/console/enrol">
          <TextInput
            {...{ language, errors, name: "name", label: signIn.name, value: name }}
            autocomplete="username"
            width={20}
            ltr
          />
          <TextInput
            {...{ language, errors, name: "code", label: words.code, value: code }}
            autocomplete="off"
            width={30}
            ltr
          />
          <TextInput
            {...{ language, errors, name: "password", label: words.password, hint: words.passwordHint }}
            type="password"
            autocomplete="new-password"
            width={20}
            ltr
          />
          <TextInput
            {...{ language, errors, name: "again", label: words.again, type: "password" }}
            autocomplete="new-password"
            width={20}
            ltr
          />
          <Button>{words.submit}</Button>
        </form>
      </>
    ),
  });
}
