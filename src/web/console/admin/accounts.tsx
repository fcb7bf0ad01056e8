import { actorOf, requires } from "../../../api/staff-route.ts";
import type { Account } from "../../../core/access/account.ts";
import { isRole, ROLES } from "../../../core/access/role.ts";
import { HifazatError } from "../../../core/errors.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatTime } from "../../ui/dates.ts";
import { Checkboxes, Radios, TextInput } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Notification, Tag, Warning } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { ConsolePage } from "../frame.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { ADMIN } from "./words.ts";

const LIST = "/console/accounts";
/** A subscriber is a machine: it has tokens. */
const GIVEN = ROLES.filter((role) => role !== "subscriber");

/** Staff accounts, as administrators make and change them. */
export function adminAccountPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { accounts } = deps;

  pages.page(LIST, requires("account.read"), async (c) => {
    const language = languageOf(c);
    const words = ADMIN[language];
    const writes = c.var.caller.kind === "session" && c.var.caller.roles.includes("administrator");
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title: words.title, here: "admin", wide: true }} assets={await deps.assets()}>
        {c.req.query("done") !== undefined && (
          <Notification language={language} success>
            {words.changed}
          </Notification>
        )}
        <h1 class="govuk-heading-l">{words.title}</h1>
        {writes && <ButtonLink href={`${LIST}/new`}>{words.create}</ButtonLink>}
        <Table
          caption={words.title}
          hideCaption
          columns={[
            { head: words.name },
            { head: words.displayName },
            { head: words.rolesTitle },
            { head: words.state },
            ...(writes ? [{ head: words.change }] : []),
          ]}
          rows={accounts.accounts().map((account) => [
            <Ltr>{account.name}</Ltr>,
            <bdi>{account.displayName}</bdi>,
            <>
              {account.roles.map((role) => words.roles[role]).join(", ")}
              {account.organisation !== null && <Ltr> ({account.organisation.name})</Ltr>}
            </>,
            <State {...{ language, account }} />,
            ...(writes ? [<Ways {...{ language, name: account.name }} />] : []),
          ])}
        />
      </ConsolePage>,
    );
  });

  formPage(pages, deps, {
    here: "admin",
    path: `${LIST}/new`,
    access: requires("account.write"),
    faultAt: "name",
    view: (_, language, values, errors) => {
      const words = ADMIN[language];
      return {
        title: words.create,
        submit: words.create,
        fields: (
          <>
            <TextInput
              {...{ language, errors, name: "name", label: words.name, hint: words.nameHint, width: 20, ltr: true }}
              value={values.text("name")}
              autocomplete="off"
            />
            <TextInput
              {...{ language, errors, name: "displayName", label: words.displayName }}
              value={values.text("displayName")}
              maxlength={200}
            />
            <Roles {...{ language, errors }} values={values.all("roles")} />
            <TextInput
              {...{ language, errors, name: "organisation", label: words.organisation, width: 20, ltr: true }}
              hint={words.organisationHint}
              value={values.text("organisation")}
              optional
            />
          </>
        ),
      };
    },
    act: async (c, form) => {
      const name = form.text("name");
      const made = accounts.createAccount(
        {
          name,
          displayName: form.text("displayName") || name,
          roles: rolesOf(form),
          organisation: form.text("organisation") || null,
        },
        actorOf(c),
      );
      return sendCode(c, deps, made);
    },
  });

  formPage(pages, deps, {
    here: "admin",
    path: `${LIST}/:name/change`,
    access: requires("account.write"),
    faultAt: "roles",
    view: (c, language, values, errors) => {
      const words = ADMIN[language];
      const account = named(c, deps);
      return {
        title: words.changeTitle(account.name),
        submit: words.change,
        fields: (
          <>
            <Roles {...{ language, errors }} values={values.all("roles", account.roles)} />
            <Radios
              {...{ language, errors, name: "active", label: words.suspended }}
              value={values.text("active", account.suspendedAt === null ? "yes" : "no")}
              choices={[
                { value: "yes", text: words.yes },
                { value: "no", text: words.no },
              ]}
            />
          </>
        ),
      };
    },
    act: async (c, form) => {
      const { name } = named(c, deps);
      accounts.changeAccount(name, { roles: rolesOf(form), suspended: form.text("active") === "no" }, actorOf(c));
      return `${LIST}?done`;
    },
  });

  formPage(pages, deps, {
    here: "admin",
    path: `${LIST}/:name/reset`,
    access: requires("account.write"),
    faultAt: "main",
    view: (c, language) => {
      const words = ADMIN[language];
      return {
        title: words.resetTitle(named(c, deps).name),
        submit: words.reset,
        look: "warning",
        lead: <p class="govuk-body">{words.resetLead}</p>,
      };
    },
    act: async (c) => sendCode(c, deps, accounts.resetAccount(named(c, deps).name, actorOf(c))),
  });
}

function named(c: ConsoleContext, deps: ConsoleDeps): Account {
  const account = deps.accounts.accounts().find(({ name }) => name === c.req.param("name"));
  if (account === undefined) throw new HifazatError("not_found", "There is no such account.");
  return account;
}

const rolesOf = (form: Form) => form.all("roles").filter(isRole);

const Roles = (props: {
  readonly language: Language;
  readonly errors: Parameters<typeof Checkboxes>[0]["errors"];
  readonly values: readonly string[];
}) => (
  <Checkboxes
    {...props}
    name="roles"
    label={ADMIN[props.language].rolesTitle}
    choices={GIVEN.map((value) => ({ value, text: ADMIN[props.language].roles[value] }))}
    small
  />
);

function State({ language, account }: { readonly language: Language; readonly account: Account }) {
  const { states } = ADMIN[language];
  if (account.suspendedAt !== null) return <Tag colour="red">{states.suspended}</Tag>;
  return account.enrolled ? <Tag colour="green">{states.active}</Tag> : <Tag colour="grey">{states.waiting}</Tag>;
}

const Ways = ({ language, name }: { readonly language: Language; readonly name: string }) => (
  <>
    {(["change", "reset"] as const).map((what) => (
      <>
        <a class="govuk-link" href={`${LIST}/${name}/${what}`}>
          {ADMIN[language][what]}
          <span class="govuk-visually-hidden">
            {" "}
            <Ltr>{name}</Ltr>
          </span>
        </a>{" "}
      </>
    ))}
  </>
);

/** The code that an account is taken into use with, this once. */
async function sendCode(
  c: ConsoleContext,
  deps: ConsoleDeps,
  { name, code, expiresAt }: { readonly name: string; readonly code: string; readonly expiresAt: number },
): Promise<Response> {
  const language = languageOf(c);
  const words = ADMIN[language];
  return sendPage(
    c,
    <ConsolePage {...{ c, language, title: words.codeTitle, here: "admin" }} assets={await deps.assets()}>
      <h1 class="govuk-heading-l">{words.codeTitle}</h1>
      <Warning language={language}>{words.codeOnce}</Warning>
      <SummaryList
        rows={[
          { key: words.codeFor, value: <Ltr>{name}</Ltr> },
          {
            key: words.code,
            value: (
              <Ltr>
                <code class="hifazat-secret">{code}</code>
              </Ltr>
            ),
          },
          { key: words.until, value: formatTime(language, expiresAt) },
          { key: words.whereTo, value: <Ltr>/console/enrol</Ltr> },
        ]}
      />
      <ButtonLink href={LIST}>{words.done}</ButtonLink>
    </ConsolePage>,
  );
}
