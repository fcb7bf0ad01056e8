import { startSession } from "../../../api/accounts/session-cookie.ts";
import { forSession, sessionOf } from "../../../api/staff-route.ts";
import { Button } from "../../ui/button.tsx";
import { TextInput } from "../../ui/form.tsx";
import { languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Inset } from "../../ui/notice.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { Csrf } from "../frame.tsx";
import { type ConsoleContext, type ConsolePages, seeOther } from "../pages.tsx";
import { refusedAt, sendFormPage } from "../session/parts.tsx";
import { QrCode } from "../session/qr.tsx";
import { sendRecoveryCodes } from "../session/recovery-codes.tsx";
import { SESSION_WORDS } from "../session/words.ts";

/** While enrolling, or later with a fresh second factor that is there already. */
const adding = forSession(["enrolling", "full"], "step-up");

/** A key for an authenticator app, and the first code of it. */
export function addTotpPages(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.action("/console/account/totp", adding, async (c) => show(c, deps, deps.accounts.offerTotp(sessionOf(c))));

  formPage(pages, deps, {
    path: "/console/account/new-totp",
    access: forSession(["full"], "step-up"),
    faultAt: "main",
    view: (_, language) => ({
      title: SESSION_WORDS[language].factor.app,
      submit: SESSION_WORDS[language].factor.app,
      lead: <Inset>{SESSION_WORDS[language].factor.replaces}</Inset>,
    }),
    act: async (c) => show(c, deps, deps.accounts.offerTotp(sessionOf(c))),
  });

  // Where the switch of language, or a reload without the form, leads to.
  for (const path of ["/console/account/totp", "/console/account/totp/confirm"])
    pages.page(path, adding, async () => seeOther("/console/account"));

  pages.action(
    "/console/account/totp/confirm",
    adding,
    async (c, form) => {
      const added = await deps.accounts.takeTotp(sessionOf(c), form.text("code"));
      if (added.kind === "added") return seeOther("/console/account?done=factor");
      startSession(c, deps.site, added.session);
      return sendRecoveryCodes(c, deps, added.recoveryCodes);
    },
    {
      // The key is shown again as the form has it: the app may have it by now.
      again: async (c, form, error) =>
        show(c, deps, { secret: form.text("secret"), uri: form.text("uri") }, refusedAt(c, "code", error)),
    },
  );
}

function show(
  c: ConsoleContext,
  deps: ConsoleDeps,
  { secret, uri }: { readonly secret: string; readonly uri: string },
  failed: Partial<ReturnType<typeof refusedAt>> = {},
): Promise<Response> {
  const words = SESSION_WORDS[languageOf(c)].factor;
  return sendFormPage(c, deps, {
    title: words.appTitle,
    ...failed,
    children: (language, errors) => (
      <>
        <h1 class="govuk-heading-l">{words.appTitle}</h1>
        <p class="govuk-body">{words.scan}</p>
        <QrCode text={uri} label={words.picture} />
        <p class="govuk-body">
          {words.key}:{" "}
          <Ltr>
            <code class="hifazat-secret">{secret.replaceAll(/(.{4})(?=.)/g, "$1 ")}</code>
          </Ltr>
        </p>
        {/^otpauth:\/\/totp\//.test(uri) && (
          <p class="govuk-body">
            <a class="govuk-link" href={uri}>
              {words.openApp}
            </a>
          </p>
        )}
        {sessionOf(c).stage === "full" && <Inset>{words.replaces}</Inset>}
        <form method="post" action="/console/account/totp/confirm">
          <Csrf c={c} />
          <input type="hidden" name="secret" value={secret} />
          <input type="hidden" name="uri" value={uri} />
          <TextInput
            {...{ language, errors, name: "code", label: words.code }}
            autocomplete="one-time-code"
            inputmode="numeric"
            width={10}
            ltr
          />
          <Button>{words.confirm}</Button>
        </form>
      </>
    ),
  });
}
