import type { By } from "../../../api/cases/deps.ts";
import { requires } from "../../../api/staff-route.ts";
import type { Action } from "../../../core/access/action.ts";
import type { Verdict } from "../../../core/appeal/appeal.ts";
import { HifazatError } from "../../../core/errors.ts";
import { Radios } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import type { Language } from "../../ui/language.ts";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { BackTo } from "./case-page.tsx";
import { chosen } from "./chosen.ts";
import { type FieldsProps, Hint, ReasonsField } from "./complaint-acts.tsx";
import { APPEAL_DESKS, byOf } from "./desks.ts";
import { ACTS, CASES } from "./words.ts";
import type { ActsWords } from "./words-acts-en.ts";

type Act = {
  readonly name: keyof ActsWords["appeal"] & ("suspend" | "propose" | "confirm" | "return" | "close");
  readonly action: Action;
  readonly fields: "reasons" | "verdict" | "none";
  readonly run: (by: By, form: Form) => unknown;
  readonly done: string;
};

/** What officers do with one appeal, each act on a page of its own. Two decide; neither had a part in the block. */
export function appealActPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { appeals } = deps.cases;
  const reasonsOf = (form: Form) => form.text("reasons");
  for (const desk of APPEAL_DESKS) {
    const acts: readonly Act[] = [
      {
        ...{ name: "suspend", action: desk.decide, fields: "reasons", done: "suspended" },
        run: (by, form) => appeals.suspend(by, reasonsOf(form)),
      },
      {
        ...{ name: "propose", action: desk.decide, fields: "verdict", done: "proposed" },
        run: (by, form) =>
          appeals.propose(by, chosen<Verdict>(form, "verdict", ["upheld", "dismissed"]), reasonsOf(form)),
      },
      {
        ...{ name: "confirm", action: desk.decide, fields: "none", done: "confirmed" },
        run: (by) => appeals.confirm(by),
      },
      {
        ...{ name: "return", action: desk.decide, fields: "reasons", done: "returned" },
        run: (by, form) => appeals.returnProposal(by, reasonsOf(form)),
      },
      { ...{ name: "close", action: desk.write, fields: "none", done: "closed" }, run: (by) => appeals.close(by) },
    ];
    for (const act of acts) actPage(pages, deps, desk, act);
  }
}

function actPage(pages: ConsolePages, deps: ConsoleDeps, desk: (typeof APPEAL_DESKS)[number], act: Act): void {
  const referenceOf = (c: ConsoleContext) => c.req.param("reference") ?? "";
  const back = (c: ConsoleContext) => `${desk.path}/${referenceOf(c)}`;
  formPage(pages, deps, {
    here: "queue",
    path: `${desk.path}/:reference/${act.name}`,
    access: requires(act.action),
    faultAt: ({ code }) => (act.fields === "none" ? "main" : code === "bad_request" ? "verdict" : "reasons"),
    view: (c, language, values, errors) => {
      const { proposal } = deps.cases.appeals.view(desk.list, referenceOf(c));
      const words = ACTS[language].appeal[act.name];
      if (act.name === "confirm" && proposal === null)
        throw new HifazatError("case_state", "No decision is proposed that could be confirmed.");
      return {
        ...{ title: words.title, submit: words.submit },
        before: <BackTo href={back(c)} text={CASES[language].case.appeal(referenceOf(c))} />,
        lead: (
          <Hint
            text={
              "lead" in words
                ? words.lead(CASES[language].appealOutcomes[proposal?.verdict ?? "dismissed"])
                : words.hint
            }
          />
        ),
        fields: <Fields {...{ language, values, errors, act }} />,
      };
    },
    act: async (c, form) => {
      act.run(byOf(c, desk), form);
      return `${back(c)}?done=${act.done}`;
    },
  });
}

function Fields({ act, ...common }: FieldsProps & { readonly act: Act }) {
  const { language, values, errors } = common;
  switch (act.fields) {
    case "none":
      return null;
    case "reasons":
      return <ReasonsField {...common} />;
    case "verdict":
      return (
        <>
          <Verdicts {...{ language, errors }} value={values.text("verdict")} />
          <ReasonsField {...common} />
        </>
      );
  }
}

function Verdicts(props: {
  readonly language: Language;
  readonly errors: FieldsProps["errors"];
  readonly value: string;
}) {
  const words = ACTS[props.language].appeal.propose;
  return (
    <Radios
      {...props}
      name="verdict"
      label={words.verdict}
      choices={[
        { value: "upheld", text: words.upheld, hint: words.upheldHint },
        { value: "dismissed", text: words.dismissed, hint: words.dismissedHint },
      ]}
    />
  );
}
