import { requires } from "../../../api/staff-route.ts";
import { CATEGORIES } from "../../../core/category.ts";
import { ANSWER_TEMPLATES, ANSWERS, type AnswerTemplate } from "../../../core/complaint/answer.ts";
import { PRIORITIES } from "../../../core/complaint/priority.ts";
import { HifazatError } from "../../../core/errors.ts";
import { PROVINCES, REFERRAL_BODIES, REFERRAL_STATUSES } from "../../../core/referral/referral.ts";
import { type FormErrors, Radios, Select, TextArea } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import { categoryName } from "../../ui/terms.ts";
import type { ConsoleDeps } from "../deps.ts";
import { formPage, type Values } from "../form-page.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { BackTo } from "./case-page.tsx";
import { chosen } from "./chosen.ts";
import { byOf, COMPLAINT_DESKS, complaintPath } from "./desks.ts";
import { ACTS, CASES } from "./words.ts";

export type FieldsProps = { readonly language: Language; readonly values: Values; readonly errors: FormErrors };

export const Hint = ({ text }: { readonly text: string }) => <p class="govuk-body">{text}</p>;

export const ReasonsField = ({ language, values, errors }: FieldsProps) => (
  <TextArea
    {...{ language, errors, name: "reasons", label: ACTS[language].reasons, hint: ACTS[language].reasonsHint }}
    value={values.text("reasons")}
    maxlength={5_000}
  />
);

const NoteField = ({ language, values, errors }: FieldsProps) => (
  <TextArea
    {...{
      language,
      errors,
      name: "note",
      label: ACTS[language].note,
      hint: ACTS[language].reasonsHint,
      optional: true,
    }}
    value={values.text("note")}
    maxlength={5_000}
  />
);

/** What officers do with one complaint, each act on a page of its own. */
export function complaintActPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { complaints } = deps.cases;
  for (const desk of COMPLAINT_DESKS) {
    const one = `${desk.path}/:reference`;
    const back = (c: ConsoleContext) => complaintPath(desk.list, c.req.param("reference") ?? "");
    const before = (c: ConsoleContext, language: Language) => (
      <BackTo href={back(c)} text={CASES[language].case.complaint(c.req.param("reference") ?? "")} />
    );
    const seen = (c: ConsoleContext) => complaints.view(desk.list, c.req.param("reference") ?? "");
    const common = { here: "queue" } as const;

    formPage(pages, deps, {
      ...common,
      path: `${one}/triage`,
      access: requires(desk.decide),
      faultAt: "reasons",
      view: (c, language, values, errors) => {
        const { category, urgency, priority } = seen(c);
        const words = ACTS[language].triage;
        const all = CASES[language];
        return {
          ...{
            title: words.title,
            submit: words.submit,
            before: before(c, language),
            lead: <Hint text={words.hint} />,
          },
          fields: (
            <>
              <Select
                {...{ language, errors, name: "category", label: all.case.category }}
                value={values.text("category", category)}
                choices={CATEGORIES.map(({ slug }) => ({ value: slug, text: categoryName(language, slug) }))}
              />
              <Radios
                {...{ language, errors, name: "urgency", label: all.case.urgency, inline: true }}
                value={values.text("urgency", urgency)}
                choices={(["normal", "emergency"] as const).map((value) => ({ value, text: all.urgencies[value] }))}
              />
              <Radios
                {...{ language, errors, name: "priority", label: all.case.priority, inline: true }}
                value={values.text("priority", priority)}
                choices={PRIORITIES.map((value) => ({ value, text: all.priorities[value] }))}
              />
              <ReasonsField {...{ language, values, errors }} />
            </>
          ),
        };
      },
      act: async (c, form) => {
        const slugs = CATEGORIES.map(({ slug }) => slug);
        complaints.triage(byOf(c, desk), {
          category: chosen(form, "category", slugs),
          urgency: chosen(form, "urgency", ["normal", "emergency"]),
          priority: chosen(form, "priority", PRIORITIES),
          reasons: form.text("reasons"),
        });
        const moved = CATEGORIES.find(({ slug }) => slug === form.text("category"))?.list !== desk.list;
        return moved ? "/console/cases" : `${back(c)}?done=triaged`;
      },
    });

    formPage(pages, deps, {
      ...common,
      path: `${one}/refer`,
      access: requires(desk.write),
      faultAt: "body",
      view: (c, language, values, errors) => {
        const words = ACTS[language].refer;
        const all = CASES[language];
        return {
          ...{
            title: words.title,
            submit: words.submit,
            before: before(c, language),
            lead: <Hint text={words.hint} />,
          },
          fields: (
            <>
              <Radios
                {...{ language, errors, name: "body", label: all.case.body }}
                value={values.text("body")}
                choices={REFERRAL_BODIES.map((value) => ({ value, text: all.bodies[value] }))}
              />
              <Select
                {...{ language, errors, name: "province", label: all.case.province }}
                value={values.text("province", seen(c).province ?? "")}
                choices={[
                  { value: "", text: words.provinceUnknown },
                  ...PROVINCES.map((value) => ({ value, text: all.provinces[value] })),
                ]}
              />
              <NoteField {...{ language, values, errors }} />
            </>
          ),
        };
      },
      act: async (c, form) => {
        const province = form.text("province") === "" ? null : chosen(form, "province", PROVINCES);
        const body = chosen(form, "body", REFERRAL_BODIES);
        complaints.refer(byOf(c, desk), { body, province, note: form.text("note") });
        return `${back(c)}?done=referred`;
      },
    });

    formPage(pages, deps, {
      ...common,
      path: `${one}/referrals/:number`,
      access: requires(desk.write),
      faultAt: "status",
      view: (c, language, values, errors) => {
        const words = ACTS[language].referral;
        const { bodies, statuses, case: texts } = CASES[language];
        const referral = seen(c).referrals.find(({ number }) => String(number) === c.req.param("number"));
        if (referral === undefined) throw new HifazatError("not_found", "The complaint has no such referral.");
        return {
          ...{ title: words.title, submit: words.submit, before: before(c, language) },
          lead: <Hint text={bodies[referral.body]} />,
          fields: (
            <>
              <Radios
                {...{ language, errors, name: "status", label: texts.status }}
                value={values.text("status", referral.status)}
                choices={REFERRAL_STATUSES.map((value) => ({ value, text: statuses[value] }))}
              />
              <NoteField {...{ language, values, errors }} />
            </>
          ),
        };
      },
      act: async (c, form) => {
        const status = chosen(form, "status", REFERRAL_STATUSES);
        const number = Number(c.req.param("number"));
        complaints.updateReferral(byOf(c, desk), { number, status, note: form.text("note") });
        return `${back(c)}?done=referral`;
      },
    });

    formPage(pages, deps, {
      ...common,
      path: `${one}/answer`,
      access: requires(desk.decide),
      faultAt: ({ code }) => (code === "bad_request" ? "template" : "reasons"),
      view: (c, language, values, errors) => {
        const words = ACTS[language].answer;
        return {
          ...{ title: words.title, submit: words.submit, before: before(c, language) },
          fields: (
            <>
              <Radios
                {...{ language, errors, name: "template", label: words.template, hint: words.templateHint }}
                value={values.text("template")}
                choices={ANSWERS.map((answer) => ({
                  value: answer.slug,
                  text: CASES[language].outcomes[answer.outcome],
                  hint: <AnswerTexts language={language} en={answer.en} ur={answer.ur} />,
                }))}
              />
              <ReasonsField {...{ language, values, errors }} />
            </>
          ),
        };
      },
      act: async (c, form) => {
        const template = chosen<AnswerTemplate>(form, "template", ANSWER_TEMPLATES);
        complaints.answer(byOf(c, desk), template, form.text("reasons"));
        return `${back(c)}?done=answered`;
      },
    });
  }
}

/** An answer in the language of the page, and in the other one, because the complainant may read that. */
function AnswerTexts({ language, en, ur }: { readonly language: Language; readonly en: string; readonly ur: string }) {
  const texts = [
    <span lang="en" dir="ltr">
      {en}
    </span>,
    <span lang="ur" dir="rtl">
      {ur}
    </span>,
  ];
  return (
    <>
      {language === "en" ? texts[0] : texts[1]}
      <br />
      {language === "en" ? texts[1] : texts[0]}
    </>
  );
}
