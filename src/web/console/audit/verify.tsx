import type { AuditReport } from "../../../api/audit/deps.ts";
import { requires } from "../../../api/staff-route.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/dates.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink, Notification, Warning } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { Table } from "../../ui/table.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { ConsolePage } from "../frame.tsx";
import type { ConsolePages } from "../pages.tsx";
import { AUDIT } from "./words.ts";

/** Whether the log holds. It reads everything there is, so it begins with a button and not with a look at the page. */
export function verifyPages(pages: ConsolePages, deps: ConsoleDeps): void {
  formPage(pages, deps, {
    path: "/console/audit/verify",
    access: requires("audit.read"),
    here: "audit",
    faultAt: "main",
    view: (_, language) => ({
      title: AUDIT[language].verify.title,
      before: <BackLink language={language} href="/console/audit" />,
      lead: <p class="govuk-body">{AUDIT[language].verify.lead}</p>,
      submit: AUDIT[language].verify.submit,
    }),
    async act(c) {
      const language = languageOf(c);
      const report = await deps.audit.verifyAudit();
      const { title, again } = AUDIT[language].verify;
      return sendPage(
        c,
        <ConsolePage {...{ c, language, title, here: "audit" }} assets={await deps.assets()}>
          <Report language={language} report={report} title={title} />
          <ButtonLink href="/console/audit" look="secondary">
            {again}
          </ButtonLink>
        </ConsolePage>,
      );
    },
  });
}

function Report(props: { readonly language: Language; readonly report: AuditReport; readonly title: string }) {
  const { language, report, title } = props;
  const words = AUDIT[language].verify;
  const { rows, events, orders, head, findings } = report;
  const count = (number: number): string => formatNumber(language, number);
  return (
    <>
      {findings.length === 0 && (
        <Notification language={language} success>
          {words.holds}
        </Notification>
      )}
      <h1 class="govuk-heading-l">{title}</h1>
      {findings.length > 0 && <Warning language={language}>{words.broken(count(findings.length))}</Warning>}
      <SummaryList
        rows={[
          { key: words.rows, value: count(rows) },
          { key: words.events, value: count(events) },
          { key: words.orders, value: count(orders) },
          { key: words.head, value: <Ltr>{head}</Ltr> },
        ]}
      />
      <p class="govuk-hint">{words.headNote}</p>
      {findings.length > 0 && (
        <Table
          caption={words.findings}
          columns={[{ head: words.where }, { head: words.what }]}
          rows={findings.map(({ where, what }) => [
            <Ltr>{where}</Ltr>,
            <span lang="en" dir="ltr">
              {what}
            </span>,
          ])}
        />
      )}
    </>
  );
}
