import { actorOf, requires } from "../../../api/staff-route.ts";
import { ORGANISATION_KINDS, type OrganisationKind } from "../../../core/access/organisation.ts";
import { CATEGORIES, type CategorySlug } from "../../../core/category.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/dates.ts";
import { Checkboxes, type FormErrors, Radios, TextInput } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Tag } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import { categoryName } from "../../ui/terms.ts";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { ConsolePage } from "../frame.tsx";
import { hasRole } from "../orders/part.tsx";
import { FieldFault } from "../orders/refused.tsx";
import type { ConsolePages } from "../pages.tsx";
import { Done, faults, organisationIn } from "./part.tsx";
import { ORGANISATIONS } from "./words.ts";

const LIST = "/console/organisations";
const MOST_NAME = 200;

/** Partners that ask for blocks and subscribers that pull lists, as administrators enter and change them. */
export function organisationPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { accounts } = deps;

  pages.page(LIST, requires("organisation.read"), async (c) => {
    const language = languageOf(c);
    const words = ORGANISATIONS[language];
    const writes = hasRole(c, "organisation.write");
    const organisations = accounts.organisations();
    const active = Map.groupBy(
      accounts.tokens().filter(({ state }) => state === "active"),
      ({ organisation }) => organisation,
    );
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title: words.title, here: "organisations", wide: true }}
        assets={await deps.assets()}
      >
        <Done c={c} language={language} />
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body">{words.lead}</p>
        {writes && <ButtonLink href={`${LIST}/new`}>{words.create}</ButtonLink>}
        {organisations.length === 0 ? (
          <p class="govuk-body">{words.none}</p>
        ) : (
          <Table
            caption={words.title}
            hideCaption
            rowHeaders
            columns={[
              { head: words.name },
              { head: words.displayName },
              { head: words.kind },
              { head: words.mandate },
              { head: words.state },
              { head: words.tokens },
              ...(writes ? [{ head: words.change }] : []),
            ]}
            rows={organisations.map(({ name, displayName, kind, categories, suspendedAt }) => [
              <Ltr>{name}</Ltr>,
              <bdi>{displayName}</bdi>,
              words.kinds[kind],
              categories.length === 0 ? "–" : categories.map((slug) => categoryName(language, slug)).join("، "),
              suspendedAt === null ? (
                <Tag colour="green">{words.active}</Tag>
              ) : (
                <Tag colour="red">{words.suspended}</Tag>
              ),
              <a class="govuk-link" href={`/console/tokens?organisation=${name}`}>
                {words.inUse(formatNumber(language, active.get(name)?.length ?? 0))}
                <Of name={name} />
              </a>,
              ...(writes
                ? [
                    <>
                      <a class="govuk-link" href={`${LIST}/${name}/change`}>
                        {words.change}
                        <Of name={name} />
                      </a>
                      {suspendedAt === null && (
                        <>
                          <br />
                          <a class="govuk-link" href={`${LIST}/${name}/token`}>
                            {words.token.issue}
                            <Of name={name} />
                          </a>
                        </>
                      )}
                    </>,
                  ]
                : []),
            ])}
          />
        )}
      </ConsolePage>,
    );
  });

  formPage(pages, deps, {
    here: "organisations",
    path: `${LIST}/new`,
    access: requires("organisation.write"),
    ...faults("name"),
    view: (_, language, values, errors) => {
      const words = ORGANISATIONS[language];
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
              maxlength={MOST_NAME}
            />
            <Radios
              {...{ language, errors, name: "kind", label: words.kind }}
              value={values.text("kind", "subscriber")}
              choices={ORGANISATION_KINDS.map((value) => ({
                value,
                text: words.kinds[value],
                hint: words.kindHints[value],
              }))}
            />
            <Mandate {...{ language, errors }} values={values.all("categories")} />
          </>
        ),
      };
    },
    act: async (c, form) => {
      const name = form.text("name");
      const kind: OrganisationKind = form.text("kind") === "partner" ? "partner" : "subscriber";
      const categories = mandateOf(form, kind, languageOf(c));
      const displayName = form.text("displayName").slice(0, MOST_NAME) || name;
      accounts.createOrganisation({ name, displayName, kind, categories }, actorOf(c));
      return `${LIST}?done=made`;
    },
  });

  formPage(pages, deps, {
    here: "organisations",
    path: `${LIST}/:name/change`,
    access: requires("organisation.write"),
    ...faults("active"),
    view: (c, language, values, errors) => {
      const words = ORGANISATIONS[language];
      const { name, kind, categories, suspendedAt } = organisationIn(c, deps);
      return {
        title: words.changeTitle(name),
        submit: words.change,
        fields: (
          <>
            {kind === "partner" && <Mandate {...{ language, errors }} values={values.all("categories", categories)} />}
            <Radios
              {...{ language, errors, name: "active", label: words.may }}
              value={values.text("active", suspendedAt === null ? "yes" : "no")}
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
      const { name, kind } = organisationIn(c, deps);
      const suspended = form.text("active") === "no";
      accounts.changeOrganisation(name, { suspended, categories: mandateOf(form, kind, languageOf(c)) }, actorOf(c));
      return `${LIST}?done=changed`;
    },
  });
}

const Of = ({ name }: { readonly name: string }) => <span class="govuk-visually-hidden"> {name}</span>;

const Mandate = (props: {
  readonly language: Language;
  readonly errors: FormErrors;
  readonly values: readonly string[];
}) => (
  <Checkboxes
    {...props}
    name="categories"
    label={ORGANISATIONS[props.language].mandate}
    hint={ORGANISATIONS[props.language].mandateHint}
    choices={CATEGORIES.map(({ slug }) => ({ value: slug, text: categoryName(props.language, slug) }))}
    small
  />
);

function mandateOf(form: Form, kind: OrganisationKind, language: Language): readonly CategorySlug[] {
  const ticked = form.all("categories");
  const categories = CATEGORIES.map(({ slug }) => slug).filter((slug) => ticked.includes(slug));
  const words = ORGANISATIONS[language];
  if (kind === "partner" && categories.length === 0) throw new FieldFault("categories", words.mandateNeeded);
  if (kind === "subscriber" && categories.length > 0) throw new FieldFault("categories", words.noMandate);
  return categories;
}
