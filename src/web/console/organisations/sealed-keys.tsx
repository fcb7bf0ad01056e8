import { actorOf, requires } from "../../../api/staff-route.ts";
import type { SealedKeyView } from "../../../core/access/sealed-key.ts";
import { HifazatError } from "../../../core/errors.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatNumber, formatTime } from "../../ui/dates.ts";
import { Select, TextArea } from "../../ui/form.tsx";
import { languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink, Tag, Warning } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { ConsolePage } from "../frame.tsx";
import { hasRole } from "../orders/part.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { Done, organisationIn } from "./part.tsx";
import { ORGANISATIONS } from "./words.ts";

const LIST = "/console/sealed-keys";
/** Letters of a public key: those after quantum computers have some thousands. */
const MOST_KEY = 4_096;

/** Subscribers' keys for the sealed list: to whom it can be read, and since when. */
export function sealedKeyPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { accounts, sealedKeys } = deps;
  const inUse = (name: string) => sealedKeys.sealedKeys(name).filter(({ removedAt }) => removedAt === null);

  pages.page(LIST, requires("sealed_key.read"), async (c) => {
    const language = languageOf(c);
    const words = ORGANISATIONS[language].key;
    const subscribers = accounts.organisations().filter(({ kind }) => kind === "subscriber");
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title: words.title, here: "sealedKeys" }} assets={await deps.assets()}>
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body">{words.lead}</p>
        {subscribers.length === 0 ? (
          <p class="govuk-body">{words.noSubscriber}</p>
        ) : (
          <Table
            caption={words.title}
            hideCaption
            rowHeaders
            columns={[{ head: words.subscriber }, { head: words.count, numeric: true }]}
            rows={subscribers.map(({ name, displayName }) => [
              <a class="govuk-link" href={`${LIST}/${name}`}>
                <bdi>{displayName}</bdi>
              </a>,
              formatNumber(language, inUse(name).length),
            ])}
          />
        )}
      </ConsolePage>,
    );
  });

  pages.page(`${LIST}/:name`, requires("sealed_key.read"), async (c) => {
    const language = languageOf(c);
    const words = ORGANISATIONS[language].key;
    const { name } = organisationIn(c, deps);
    const keys = sealedKeys.sealedKeys(name);
    const writes = hasRole(c, "sealed_key.write");
    const title = words.of(name);
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title, here: "sealedKeys", wide: true }}
        assets={await deps.assets()}
        before={<BackLink language={language} href={LIST} />}
      >
        <Done c={c} language={language} />
        <h1 class="govuk-heading-l">{title}</h1>
        {writes && <ButtonLink href={`${LIST}/${name}/enrol`}>{words.enrol}</ButtonLink>}
        {keys.length === 0 ? (
          <p class="govuk-body">{words.none}</p>
        ) : (
          <Table
            caption={title}
            hideCaption
            rowHeaders
            columns={[
              { head: words.id },
              { head: words.recipient },
              { head: words.enrolled },
              { head: ORGANISATIONS[language].state },
              ...(writes ? [{ head: words.remove }] : []),
            ]}
            rows={keys.map(({ id, recipient, enrolledBy, enrolledAt, removedAt, removedBy }) => [
              <Ltr>{id}</Ltr>,
              <Ltr>
                <code>{recipient}</code>
              </Ltr>,
              words.by(enrolledBy, formatTime(language, enrolledAt)),
              removedAt === null ? (
                <Tag colour="green">{words.inUse}</Tag>
              ) : (
                <>
                  <Tag colour="grey">{words.removed}</Tag>
                  <br />
                  {words.by(removedBy ?? "", formatTime(language, removedAt))}
                </>
              ),
              ...(writes
                ? [
                    removedAt === null ? (
                      <a class="govuk-link" href={`${LIST}/${name}/${id}/remove`}>
                        {words.remove}
                        <span class="govuk-visually-hidden"> {id}</span>
                      </a>
                    ) : (
                      "–"
                    ),
                  ]
                : []),
            ])}
          />
        )}
      </ConsolePage>,
    );
  });

  formPage(pages, deps, {
    here: "sealedKeys",
    path: `${LIST}/:name/enrol`,
    access: requires("sealed_key.write"),
    faultAt: "key",
    view: (c, language, values, errors) => {
      const words = ORGANISATIONS[language].key;
      const { name } = organisationIn(c, deps);
      return {
        title: words.enrolTitle(name),
        submit: words.enrol,
        lead: <p class="govuk-body">{words.enrolLead}</p>,
        fields: (
          <>
            <TextArea
              {...{ language, errors, name: "key", label: words.field, hint: words.fieldHint, rows: 3, ltr: true }}
              value={values.text("key")}
              maxlength={MOST_KEY}
            />
            <Select
              {...{ language, errors, name: "replaces", label: words.replaces }}
              value={values.text("replaces")}
              choices={[{ value: "", text: words.nothing }, ...inUse(name).map(({ id }) => ({ value: id, text: id }))]}
            />
          </>
        ),
      };
    },
    act: async (c, form) => {
      const { name } = organisationIn(c, deps);
      const key = form.text("key").slice(0, MOST_KEY);
      const replaces = form.text("replaces") || undefined;
      await sealedKeys.enrolSealedKey(name, { key, replaces }, actorOf(c));
      return `${LIST}/${name}?done=enrolled`;
    },
  });

  formPage(pages, deps, {
    here: "sealedKeys",
    path: `${LIST}/:name/:id/remove`,
    access: requires("sealed_key.write"),
    faultAt: "main",
    view: (c, language) => {
      const words = ORGANISATIONS[language].key;
      const { id, recipient } = keyIn(c, deps);
      return {
        title: words.removeTitle(id),
        submit: words.remove,
        look: "warning",
        lead: (
          <>
            <p class="govuk-body">
              <Ltr>
                <code>{recipient}</code>
              </Ltr>
            </p>
            <Warning language={language}>{words.removeLead}</Warning>
          </>
        ),
      };
    },
    act: async (c) => {
      const { name } = organisationIn(c, deps);
      sealedKeys.removeSealedKey(name, keyIn(c, deps).id, actorOf(c));
      return `${LIST}/${name}?done=removed`;
    },
  });
}

function keyIn(c: ConsoleContext, deps: ConsoleDeps): SealedKeyView {
  const { name } = organisationIn(c, deps);
  const found = deps.sealedKeys.sealedKeys(name).find(({ id }) => id === c.req.param("id"));
  if (found === undefined) throw new HifazatError("not_found", "There is no such key.");
  return found;
}
