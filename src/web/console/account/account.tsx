import { forSession, sessionOf } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import { Button } from "../../ui/button.tsx";
import { formatDate, formatNumber, formatTime } from "../../ui/dates.ts";
import { TextInput } from "../../ui/form.tsx";
import { languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Notification } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import { ADMIN } from "../admin/words.ts";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { ConsolePage, Csrf } from "../frame.tsx";
import { type ConsolePages, seeOther } from "../pages.tsx";
import { sendRecoveryCodes } from "../session/recovery-codes.tsx";
import { Passkeys } from "./passkeys.tsx";
import { ACCOUNT } from "./words.ts";

const PAGE = "/console/account";

/** What is a person's own: sessions, password, second factors. */
export function accountPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { accounts } = deps;

  pages.page(PAGE, forSession(), async (c) => {
    const language = languageOf(c);
    const words = ACCOUNT[language];
    const caller = sessionOf(c);
    const { totp, passkeys, recoveryCodesLeft } = accounts.factors(caller);
    const done = words.done[c.req.query("done") ?? ""];
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title: words.title, wide: true }} assets={await deps.assets()}>
        {done !== undefined && (
          <Notification language={language} success>
            {done}
          </Notification>
        )}
        <h1 class="govuk-heading-l">{words.title}</h1>
        <SummaryList
          rows={[
            { key: words.name, value: <bdi>{caller.displayName}</bdi> },
            { key: words.roles, value: caller.roles.map((role) => ADMIN[language].roles[role]).join(", ") },
            { key: words.app, value: totp === null ? words.noApp : words.appSince(formatDate(language, totp)) },
            { key: words.left, value: formatNumber(language, recoveryCodesLeft) },
          ]}
        />
        <ul class="govuk-list">
          {[
            { href: `${PAGE}/password`, text: words.password },
            { href: `${PAGE}/new-totp`, text: words.newApp },
            { href: `${PAGE}/new-passkey`, text: words.passkey.create },
            { href: `${PAGE}/recovery-codes`, text: words.newCodes },
          ].map(({ href, text }) => (
            <li>
              <a class="govuk-link" href={href}>
                {text}
              </a>
            </li>
          ))}
        </ul>
        {totp !== null && passkeys.length > 0 && (
          <p class="govuk-body">
            <a class="govuk-link" href={`${PAGE}/factors/totp/remove`}>
              {words.passkey.removeApp}
            </a>
          </p>
        )}
        <Passkeys language={language} passkeys={passkeys} />
        <Table
          caption={words.sessions}
          columns={[{ head: words.began }, { head: words.seen }, { head: words.from }, { head: words.end }]}
          rows={accounts.sessions(caller).map(({ id, createdAt, seenAt, address, agent, current }) => [
            formatTime(language, createdAt),
            formatTime(language, seenAt),
            <Ltr>
              {address} {agent}
            </Ltr>,
            current ? (
              words.thisOne
            ) : (
              <form method="post" action={`${PAGE}/sessions/end`}>
                <Csrf c={c} />
                <Button look="secondary" name="id" value={id}>
                  {words.end}
                </Button>
              </form>
            ),
          ])}
        />
        <form method="post" action={`${PAGE}/sessions/end-others`}>
          <Csrf c={c} />
          <Button look="secondary">{words.endOthers}</Button>
        </form>
      </ConsolePage>,
    );
  });

  pages.action(`${PAGE}/sessions/end`, forSession(), async (c, form) => {
    accounts.endSession(sessionOf(c), form.text("id"));
    return seeOther(`${PAGE}?done=ended`);
  });
  pages.action(`${PAGE}/sessions/end-others`, forSession(), async (c) => {
    accounts.endOtherSessions(sessionOf(c));
    return seeOther(`${PAGE}?done=others`);
  });

  formPage(pages, deps, {
    path: `${PAGE}/password`,
    access: forSession(),
    faultAt: ({ code }) => (code === "password_weak" ? "password" : code === "bad_request" ? "again" : "present"),
    view: (_, language, __, errors) => {
      const words = ACCOUNT[language];
      const field = (name: string, label: string, autocomplete: string) => (
        <TextInput {...{ language, errors, name, label, autocomplete, type: "password", width: 20, ltr: true }} />
      );
      return {
        title: words.password,
        submit: words.change,
        fields: (
          <>
            {field("present", words.present, "current-password")}
            {field("password", words.wanted, "new-password")}
            {field("again", words.again, "new-password")}
          </>
        ),
      };
    },
    act: async (c, form) => {
      const password = form.raw("password");
      if (password !== form.raw("again")) throw new HifazatError("bad_request", ACCOUNT[languageOf(c)].differ);
      await accounts.changePassword(sessionOf(c), { present: form.raw("present"), password });
      return `${PAGE}?done=password`;
    },
  });

  formPage(pages, deps, {
    path: `${PAGE}/recovery-codes`,
    access: forSession(["full"], "step-up"),
    faultAt: "main",
    view: (_, language) => ({
      title: ACCOUNT[language].newCodes,
      submit: ACCOUNT[language].newCodes,
      lead: <p class="govuk-body">{ACCOUNT[language].newCodesLead}</p>,
    }),
    act: async (c) => sendRecoveryCodes(c, deps, accounts.newRecoveryCodes(sessionOf(c))),
  });
}
