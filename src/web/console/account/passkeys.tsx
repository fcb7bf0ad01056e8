import { PasskeyRegistration } from "../../../api/accounts/factors-schema.ts";
import { startSession } from "../../../api/accounts/session-cookie.ts";
import { ownOrigin } from "../../../api/guard.ts";
import { forSession, sessionOf } from "../../../api/staff-route.ts";
import { HifazatError } from "../../../core/errors.ts";
import { formatDate, formatTime } from "../../ui/dates.ts";
import { type FormErrors, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { BackLink, Inset } from "../../ui/notice.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { Csrf } from "../frame.tsx";
import { FieldFault } from "../orders/refused.tsx";
import { type ConsoleContext, type ConsolePages, seeOther } from "../pages.tsx";
import { refusedAt, sendFormPage } from "../session/parts.tsx";
import { PASSKEY_FIELD, readJson } from "../session/proof.ts";
import { sendRecoveryCodes } from "../session/recovery-codes.tsx";
import { ACCOUNT } from "./words.ts";

const PAGE = "/console/account";
const MOST_LABEL = 100;

/** Passkeys of one's own: made by the browser's script, taken off without. The first one can end an enrolment. */
export function passkeyPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { accounts } = deps;

  // The browser is asked before the form is sent, so the fresh second factor comes before the page.
  pages.page(`${PAGE}/new-passkey`, forSession(["full"], "step-up"), async (c) => show(c, deps));
  // Where the switch of language, or a reload without the form, leads to.
  pages.page(`${PAGE}/passkeys`, forSession(), async () => seeOther(PAGE));

  pages.action(
    `${PAGE}/passkeys`,
    forSession(["enrolling", "full"], "step-up"),
    async (c, form) => {
      const words = ACCOUNT[languageOf(c)].passkey;
      const label = form.text("label").slice(0, MOST_LABEL);
      if (label === "") throw new FieldFault("label", words.labelNeeded);
      const read = PasskeyRegistration.safeParse({ label, credential: readJson(form.text(PASSKEY_FIELD)) });
      if (!read.success) throw new FieldFault("label", words.failed);
      const { id, response } = read.data.credential;
      const added = await accounts.takePasskey(sessionOf(c), label, { id, ...response }, ownOrigin(c, deps.site));
      if (added.kind === "added") return seeOther(`${PAGE}?done=factor`);
      startSession(c, deps.site, added.session);
      return sendRecoveryCodes(c, deps, added.recoveryCodes);
    },
    { again: async (c, form, error) => show(c, deps, form.text("label"), faultOf(c, error)) },
  );

  formPage(pages, deps, {
    path: `${PAGE}/factors/:id/remove`,
    access: forSession(["full"], "step-up"),
    faultAt: "main",
    view: (c, language) => {
      const words = ACCOUNT[language].passkey;
      const id = c.req.param("id");
      const { totp, passkeys } = accounts.factors(sessionOf(c));
      const passkey = passkeys.find((one) => one.id === id);
      if (passkey === undefined && (id !== "totp" || totp === null))
        throw new HifazatError("not_found", "There is no such second factor.");
      return {
        title: passkey === undefined ? words.removeApp : words.removeTitle(passkey.label),
        submit: words.remove,
        look: "warning",
        before: <BackLink language={language} href={PAGE} />,
        lead: <p class="govuk-body">{words.removeLead}</p>,
      };
    },
    refusal: (c, _, error) => (error.code === "conflict" ? ACCOUNT[languageOf(c)].passkey.last : undefined),
    act: async (c) => {
      accounts.removeFactor(sessionOf(c), c.req.param("id") ?? "");
      return `${PAGE}?done=removed`;
    },
  });
}

const faultOf = (c: ConsoleContext, error: HifazatError) =>
  error instanceof FieldFault
    ? { status: 422 as const, errors: [{ field: error.field, text: error.message }] }
    : refusedAt(c, "label", error);

function show(
  c: ConsoleContext,
  deps: ConsoleDeps,
  label = "",
  failed: Partial<ReturnType<typeof refusedAt>> = {},
): Promise<Response> {
  const words = ACCOUNT[languageOf(c)].passkey;
  return sendFormPage(c, deps, {
    title: words.create,
    scripts: ["passkey.js"],
    ...failed,
    children: (language, errors) => (
      <>
        <h1 class="govuk-heading-l">{words.create}</h1>
        <NewPasskey {...{ c, language, errors, label }} />
      </>
    ),
  });
}

/** Shown by the script (browser/passkey.ts) where the browser can make one. */
export function NewPasskey(props: {
  readonly c: ConsoleContext;
  readonly language: Language;
  readonly errors: FormErrors;
  readonly label: string;
}) {
  const { c, language, errors, label } = props;
  const words = ACCOUNT[language].passkey;
  return (
    <>
      <p class="govuk-body">{words.what}</p>
      <noscript>
        <Inset>{words.noScript}</Inset>
      </noscript>
      <form method="post" action={`${PAGE}/passkeys`} hidden>
        <Csrf c={c} />
        <TextInput
          {...{ language, errors, name: "label", label: words.label, hint: words.labelHint, value: label, width: 20 }}
          maxlength={MOST_LABEL}
        />
        <input type="hidden" name={PASSKEY_FIELD} value="" />
        <p class="govuk-error-message" data-passkey-failed hidden>
          {words.failed}
        </p>
        <button type="button" class="govuk-button" data-passkey="create" hidden>
          {words.create}
        </button>
      </form>
    </>
  );
}

/** The passkeys that an account has, and the ways to take them off. */
export function Passkeys(props: {
  readonly language: Language;
  readonly passkeys: ReturnType<ConsoleDeps["accounts"]["factors"]>["passkeys"];
}) {
  const { language, passkeys } = props;
  const { passkeys: caption, passkey: words } = ACCOUNT[language];
  if (passkeys.length === 0) return null;
  return (
    <Table
      caption={caption}
      rowHeaders
      columns={[{ head: words.label }, { head: words.since }, { head: words.used }, { head: words.remove }]}
      rows={passkeys.map(({ id, label, createdAt, usedAt }) => [
        <bdi>{label}</bdi>,
        formatDate(language, createdAt),
        usedAt === null ? words.never : formatTime(language, usedAt),
        <a class="govuk-link" href={`${PAGE}/factors/${encodeURIComponent(id)}/remove`}>
          {words.remove}
          <span class="govuk-visually-hidden"> {label}</span>
        </a>,
      ])}
    />
  );
}
