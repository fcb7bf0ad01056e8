import type { AuditLine } from "../../../api/audit/deps.ts";
import { auditFile } from "../../../api/audit/export.ts";
import { actorOf, requires } from "../../../api/staff-route.ts";
import { Button } from "../../ui/button.tsx";
import { formatTime } from "../../ui/dates.ts";
import { ErrorSummary, type FormErrors, TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Details } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { Pagination } from "../../ui/pagination.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import type { ConsolePages } from "../pages.tsx";
import { type AuditSearch, filterOf, readSearch, SEARCH_FIELDS, searchQuery } from "./search.ts";
import { verifyPages } from "./verify.tsx";
import { AUDIT } from "./words.ts";

const LOG = "/console/audit";
const PAGE = 50;

/** The audit log, to be searched and copied; what is looked for stands in the address. */
export function auditPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { audit } = deps;
  verifyPages(pages, deps);

  pages.page(LOG, requires("audit.read"), async (c) => {
    const language = languageOf(c);
    const words = AUDIT[language];
    const search = readSearch(c);
    const { filter, wrong } = filterOf(search);
    const errors = wrong.map((field) => ({ field, text: words.date }));
    const before = /^\d{1,15}$/.exec(c.req.query("before") ?? "")?.[0];
    const rows = wrong.length > 0 ? [] : audit.auditPage(filter, before === undefined ? null : Number(before), PAGE);
    const last = rows.length === PAGE ? rows.at(-1) : undefined;
    const query = searchQuery(search);
    const address = (more: Record<string, string>): string =>
      `${LOG}?${new URLSearchParams([...query, ...Object.entries(more)])}`;
    return sendPage(
      c,
      <ConsolePage {...{ c, language, title: words.title, here: "audit", wide: true }} assets={await deps.assets()}>
        <ErrorSummary language={language} errors={errors} />
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body">
          {words.lead}{" "}
          <a class="govuk-link" href={`${LOG}/verify`}>
            {words.verify.title}
          </a>
        </p>
        <Search {...{ language, search, errors }} />
        {rows.length === 0 ? <p class="govuk-body">{words.none}</p> : <Lines {...{ language, rows }} />}
        <Pagination
          language={language}
          previous={before === undefined ? undefined : address({})}
          next={last === undefined ? undefined : address({ before: String(last.id) })}
        />
        {rows.length > 0 && (
          <p class="govuk-body hifazat-no-print">
            {words.export}{" "}
            {(["csv", "jsonl"] as const).map((format) => (
              <>
                <a class="govuk-link" href={`${LOG}/export?${new URLSearchParams([...query, ["format", format]])}`}>
                  <Ltr>{format === "csv" ? "CSV" : "JSON lines"}</Ltr>
                </a>{" "}
              </>
            ))}
            {words.exportNote}
          </p>
        )}
      </ConsolePage>,
      wrong.length === 0 ? 200 : 400,
    );
  });

  pages.page(`${LOG}/export`, requires("audit.read"), async (c) => {
    const { filter } = filterOf(readSearch(c));
    const format = c.req.query("format") === "csv" ? "csv" : "jsonl";
    audit.exported(actorOf(c), filter, format);
    const file = auditFile(audit, filter, format);
    file.headers.set("cache-control", "no-store");
    file.headers.set("x-content-type-options", "nosniff");
    return file;
  });
}

function Search(props: { readonly language: Language; readonly search: AuditSearch; readonly errors: FormErrors }) {
  const { language, search, errors } = props;
  const words = AUDIT[language];
  const hints = { actor: words.actorHint, action: words.actionHint, subject: words.subjectHint };
  return (
    <form method="get" action={LOG} class="hifazat-filter hifazat-no-print" aria-label={words.filter}>
      {SEARCH_FIELDS.map((name) =>
        name === "from" || name === "until" ? (
          <TextInput
            {...{ language, errors, name, label: words[name], value: search[name], ltr: true }}
            type="date"
            width={10}
          />
        ) : (
          <TextInput
            {...{ language, errors, name, label: words[name], hint: hints[name], value: search[name], ltr: true }}
            width={20}
          />
        ),
      )}
      <div class="govuk-button-group">
        <Button look="secondary">{words.search}</Button>
        {searchQuery(search).size > 0 && (
          <a class="govuk-link" href={LOG}>
            {words.clear}
          </a>
        )}
      </div>
    </form>
  );
}

function Lines({ language, rows }: { readonly language: Language; readonly rows: readonly AuditLine[] }) {
  const words = AUDIT[language];
  const { column } = words;
  return (
    <Table
      caption={words.title}
      hideCaption
      columns={[
        { head: column.number, numeric: true },
        { head: column.at },
        { head: column.actor },
        { head: column.action },
        { head: column.subject },
        { head: column.detail },
      ]}
      rows={rows.map(({ id, at, actor, action, subject, detail, hash }) => [
        // As in an export, so without marks between thousands.
        <Ltr>{id}</Ltr>,
        <span class="hifazat-nowrap">{formatTime(language, at)}</span>,
        <bdi class="hifazat-nowrap">{actor}</bdi>,
        <Ltr>{action}</Ltr>,
        <Ltr>{subject}</Ltr>,
        <Details summary={words.detail(String(id))}>
          <pre class="hifazat-code" dir="ltr">
            {JSON.stringify(JSON.parse(detail), null, 2)}
          </pre>
          {words.hash}: <Ltr>{hash}</Ltr>
        </Details>,
      ])}
    />
  );
}
