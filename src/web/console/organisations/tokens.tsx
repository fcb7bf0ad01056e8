import { actorOf, requires } from "../../../api/staff-route.ts";
import { type Action, isAction } from "../../../core/access/action.ts";
import { tokenActions } from "../../../core/access/organisation.ts";
import { TOKEN_DAYS, type TokenState, type TokenView } from "../../../core/access/token.ts";
import { HifazatError } from "../../../core/errors.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatDate, formatNumber, formatTime } from "../../ui/dates.ts";
import { Checkboxes, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag, type TagColour, Warning } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { ConsolePage } from "../frame.tsx";
import { hasRole } from "../orders/part.tsx";
import { FieldFault } from "../orders/refused.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { Done, faults, organisationIn } from "./part.tsx";
import { ORGANISATIONS } from "./words.ts";

const LIST = "/console/tokens";
const MOST_LABEL = 200;

/** Tokens of partners' and subscribers' programs: what each may do, until when, and when it was used. */
export function tokenPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { accounts } = deps;

  pages.page(LIST, requires("token.read"), async (c) => {
    const language = languageOf(c);
    const words = ORGANISATIONS[language].token;
    const organisation = c.req.query("organisation") || undefined;
    const tokens = accounts.tokens(organisation);
    const writes = hasRole(c, "token.write");
    const title = organisation === undefined ? words.title : words.of(organisation);
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title, here: "tokens", wide: true }} assets={await deps.assets()}>
        <Done c={c} language={language} />
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{words.lead}</p>
        {organisation === undefined ? (
          writes && <p class="govuk-body">{words.choose}</p>
        ) : (
          <>
            {writes && <ButtonLink href={`/console/organisations/${organisation}/token`}>{words.issue}</ButtonLink>}
            <p class="govuk-body">
              <a class="govuk-link" href={LIST}>
                {words.all}
              </a>
            </p>
          </>
        )}
        {tokens.length === 0 ? <p class="govuk-body">{words.none}</p> : <Tokens {...{ language, tokens, writes }} />}
      </ConsolePage>,
    );
  });

  formPage(pages, deps, {
    here: "tokens",
    path: "/console/organisations/:name/token",
    access: requires("token.write"),
    ...faults("label"),
    view: (c, language, values, errors) => {
      const words = ORGANISATIONS[language].token;
      const { name, kind } = organisationIn(c, deps);
      const actions = tokenActions(kind);
      return {
        title: words.issueFor(name),
        submit: words.issue,
        fields: (
          <>
            <TextInput
              {...{ language, errors, name: "label", label: words.label, hint: words.labelHint }}
              value={values.text("label")}
              maxlength={MOST_LABEL}
            />
            <Checkboxes
              {...{ language, errors, name: "actions", label: words.may, hint: words.mayHint }}
              values={values.all("actions", actions)}
              choices={actions.map((value) => ({ value, text: actionName(language, value) }))}
              small
            />
            <TextInput
              {...{ language, errors, name: "days", label: words.days, width: 5, inputmode: "numeric" }}
              hint={words.daysHint(formatNumber(language, TOKEN_DAYS.most))}
              value={values.text("days", String(TOKEN_DAYS.usual))}
              ltr
            />
          </>
        ),
      };
    },
    act: async (c, form) => {
      const { name: organisation } = organisationIn(c, deps);
      const words = ORGANISATIONS[languageOf(c)].token;
      const label = form.text("label").slice(0, MOST_LABEL);
      const actions = form.all("actions").filter(isAction);
      const days = /^\d{1,4}$/.test(form.text("days")) ? Number(form.text("days")) : 0;
      if (label === "") throw new FieldFault("label", words.labelNeeded);
      if (actions.length === 0) throw new FieldFault("actions", words.mayNeeded);
      if (days < 1 || days > TOKEN_DAYS.most)
        throw new FieldFault("days", words.daysWrong(formatNumber(languageOf(c), TOKEN_DAYS.most)));
      const issued = accounts.issueToken({ organisation, label, actions, days }, actorOf(c));
      return sendToken(c, deps, organisation, issued);
    },
  });

  formPage(pages, deps, {
    here: "tokens",
    path: `${LIST}/:id/revoke`,
    access: requires("token.write"),
    faultAt: "main",
    view: (c, language) => {
      const words = ORGANISATIONS[language].token;
      const { id, organisation, label } = tokenIn(c, deps);
      return {
        title: words.revokeTitle(id),
        submit: words.revoke,
        look: "warning",
        lead: (
          <>
            <SummaryList
              rows={[
                { key: words.organisation, value: <Ltr>{organisation}</Ltr> },
                { key: words.label, value: <bdi>{label}</bdi> },
              ]}
            />
            <Warning language={language}>{words.revokeLead}</Warning>
          </>
        ),
      };
    },
    act: async (c) => {
      const { id, organisation } = tokenIn(c, deps);
      accounts.revokeToken(id, actorOf(c));
      return `${LIST}?organisation=${organisation}&done=revoked`;
    },
  });
}

function tokenIn(c: ConsoleContext, { accounts }: ConsoleDeps): TokenView {
  const found = accounts.tokens().find(({ id }) => id === c.req.param("id"));
  if (found === undefined) throw new HifazatError("not_found", "There is no such token.");
  return found;
}

function actionName(language: Language, action: Action) {
  return ORGANISATIONS[language].token.actions[action] ?? <Ltr>{action}</Ltr>;
}

const COLOURS: Readonly<Record<TokenState, TagColour>> = {
  active: "green",
  expired: "grey",
  revoked: "red",
  suspended: "orange",
};

function Tokens(props: {
  readonly language: Language;
  readonly tokens: readonly TokenView[];
  readonly writes: boolean;
}) {
  const { language, tokens, writes } = props;
  const words = ORGANISATIONS[language].token;
  return (
    <Table
      caption={words.title}
      hideCaption
      rowHeaders
      columns={[
        { head: words.id },
        { head: words.organisation },
        { head: words.label },
        { head: words.may },
        { head: words.made },
        { head: words.ends },
        { head: words.used },
        { head: ORGANISATIONS[language].state },
        ...(writes ? [{ head: words.revoke }] : []),
      ]}
      rows={tokens.map((token) => [
        <Ltr>{token.id}</Ltr>,
        <Ltr>{token.organisation}</Ltr>,
        <bdi>{token.label}</bdi>,
        <ul class="govuk-list">
          {token.actions.map((action) => (
            <li>{actionName(language, action)}</li>
          ))}
        </ul>,
        <>
          <bdi>{token.createdBy}</bdi>
          <br />
          {formatDate(language, token.createdAt)}
        </>,
        formatDate(language, token.expiresAt),
        token.usedAt === null ? words.never : formatTime(language, token.usedAt),
        <Tag colour={COLOURS[token.state]}>{words.states[token.state]}</Tag>,
        ...(writes
          ? [
              token.revokedAt === null ? (
                <a class="govuk-link" href={`${LIST}/${token.id}/revoke`}>
                  {words.revoke}
                  <span class="govuk-visually-hidden"> {token.id}</span>
                </a>
              ) : (
                "–"
              ),
            ]
          : []),
      ])}
    />
  );
}

/** The token, this once: only its hash is kept. */
async function sendToken(
  c: ConsoleContext,
  deps: ConsoleDeps,
  organisation: string,
  issued: ReturnType<ConsoleDeps["accounts"]["issueToken"]>,
): Promise<Response> {
  const language = languageOf(c);
  const words = ORGANISATIONS[language].token;
  return sendPage(
    c,
    <ConsolePage {...{ c, language, title: words.onceTitle, here: "tokens" }} assets={await deps.assets()}>
      <h1 class="govuk-heading-l">{words.onceTitle}</h1>
      <Warning language={language}>{words.once}</Warning>
      <SummaryList
        rows={[
          {
            key: words.secret,
            value: (
              <Ltr>
                <code class="hifazat-secret">{issued.token}</code>
              </Ltr>
            ),
          },
          { key: words.organisation, value: <Ltr>{organisation}</Ltr> },
          { key: words.ends, value: formatDate(language, issued.expiresAt) },
        ]}
      />
      <ButtonLink href={`${LIST}?organisation=${organisation}`}>{words.back}</ButtonLink>
    </ConsolePage>,
  );
}
