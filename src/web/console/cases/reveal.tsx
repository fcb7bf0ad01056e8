import { requires } from "../../../api/staff-route.ts";
import type { Revealed } from "../../../core/complaint/view.ts";
import { ButtonLink } from "../../ui/button.tsx";
import { formatNumber } from "../../ui/dates.ts";
import { TextArea } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Inset, Warning } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import { SummaryList } from "../../ui/summary-list.tsx";
import { DefangedText } from "../defanged.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import { ConsolePage } from "../frame.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { BackTo } from "./case-page.tsx";
import { APPEAL_DESKS, byOf, COMPLAINT_DESKS, type Desk } from "./desks.ts";
import { StatementPart } from "./statement.tsx";
import { Timeline } from "./timeline.tsx";
import { ACTS, CASES } from "./words.ts";

/** Looks at closed cases in a day after which a break is advised. */
const MANY = 10;

/**
 * A look at what a case keeps closed: first a page that says who sees that one looks, then, with a reason and audited,
 * the addresses as text. The answer to the form is the only page that holds them; it is kept nowhere.
 */
export function revealPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { complaints, appeals } = deps.cases;
  for (const desk of COMPLAINT_DESKS)
    revealPage(pages, deps, desk, requires(desk.decide), "complaint", complaints.view, complaints.reveal);
  for (const desk of APPEAL_DESKS)
    revealPage(pages, deps, desk, requires(desk.write), "appeal", appeals.view, appeals.reveal);
}

function revealPage(
  pages: ConsolePages,
  deps: ConsoleDeps,
  desk: Desk,
  access: ReturnType<typeof requires>,
  kind: "complaint" | "appeal",
  view: (list: Desk["list"], reference: string) => unknown,
  reveal: (by: ReturnType<typeof byOf>, reason: string) => Revealed,
): void {
  const referenceOf = (c: ConsoleContext) => c.req.param("reference") ?? "";
  const before = (c: ConsoleContext, language: Language) => (
    <BackTo href={`${desk.path}/${referenceOf(c)}`} text={CASES[language].case[kind](referenceOf(c))} />
  );
  formPage(pages, deps, {
    here: "queue",
    path: `${desk.path}/:reference/reveal`,
    access,
    faultAt: "reason",
    view: (c, language, values, errors) => {
      view(desk.list, referenceOf(c));
      const words = ACTS[language].reveal;
      const sealed = desk.list === "sealed";
      return {
        ...{ title: words.title, submit: words.submit, look: "warning", before: before(c, language) },
        lead: (
          <>
            <p class="govuk-body">{words.lead}</p>
            <Warning language={language}>{sealed ? words.who : words.whoGeneral}</Warning>
            {sealed && <ExposureNotice {...{ c, deps, language }} />}
          </>
        ),
        fields: (
          <TextArea
            {...{ language, errors, name: "reason", label: words.reason, hint: words.reasonHint, rows: 3 }}
            value={values.text("reason")}
            maxlength={500}
          />
        ),
      };
    },
    act: async (c, form) => {
      const revealed = reveal(byOf(c, desk), form.text("reason"));
      const language = languageOf(c);
      const words = ACTS[language].reveal;
      return sendPage(
        c,
        <ConsolePage
          {...{ c, language, title: words.shown, here: "queue", before: before(c, language) }}
          assets={await deps.assets()}
        >
          <h1 class="govuk-heading-l">{words.shown}</h1>
          <Warning language={language}>{words.shownWarning}</Warning>
          {desk.list === "sealed" && <ExposureNotice {...{ c, deps, language }} />}
          <RevealedParts language={language} revealed={revealed} />
          <ButtonLink href={`${desk.path}/${referenceOf(c)}`}>{words.done}</ButtonLink>
        </ConsolePage>,
      );
    },
  });
}

function RevealedParts({ language, revealed }: { readonly language: Language; readonly revealed: Revealed }) {
  const { addresses, statement, contact, history } = revealed;
  const words = ACTS[language].reveal;
  const texts = CASES[language].case;
  const rows = [
    [words.name, contact?.name],
    [words.email, contact?.email],
    [words.phone, contact?.phone],
  ] as const;
  const given = rows.filter(([, text]) => text != null);
  return (
    <>
      <h2 class="govuk-heading-m">{texts.addresses}</h2>
      <ul class="govuk-list govuk-list--number">
        {addresses.map((text) => (
          <li>
            <DefangedText text={text} />
          </li>
        ))}
      </ul>
      <StatementPart language={language} statement={statement} />
      <h2 class="govuk-heading-m">{words.contact}</h2>
      {given.length === 0 ? (
        <p class="govuk-body">{words.noContact}</p>
      ) : (
        <SummaryList
          rows={given.map(([key, text]) => ({
            key,
            value: key === words.name ? <bdi>{text}</bdi> : <Ltr>{text}</Ltr>,
          }))}
        />
      )}
      <h2 class="govuk-heading-m">{texts.timeline}</h2>
      <Timeline language={language} history={history} />
    </>
  );
}

/** How often this officer looked, and advice when that is often. */
function ExposureNotice(props: {
  readonly c: ConsoleContext;
  readonly deps: ConsoleDeps;
  readonly language: Language;
}) {
  const { c, deps, language } = props;
  const { caller } = c.var;
  if (caller.kind !== "session") return null;
  const { today, week } = deps.cases.complaints.exposure(caller.actor);
  const words = ACTS[language].reveal;
  return (
    <Inset>
      <p class="govuk-body">{words.exposure(formatNumber(language, today), formatNumber(language, week))}</p>
      {today >= MANY ? <p class="govuk-body govuk-!-font-weight-bold">{words.break}</p> : null}
      <p class="govuk-body">{words.care}</p>
    </Inset>
  );
}
