import { requires } from "../../../api/staff-route.ts";
import { TextInput } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { BackTo } from "./case-page.tsx";
import { Hint, ReasonsField } from "./complaint-acts.tsx";
import { byOf, COMPLAINT_DESKS, complaintPath } from "./desks.ts";
import { ACTS, CASES } from "./words.ts";

/** Acts that end a complaint without an answer of its own, or begin it again: join, separate, close. */
export function endingActPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { complaints } = deps.cases;
  for (const desk of COMPLAINT_DESKS) {
    const one = `${desk.path}/:reference`;
    const back = (c: ConsoleContext) => complaintPath(desk.list, c.req.param("reference") ?? "");
    const frame = (c: ConsoleContext, language: Language, title: string, submit: string) => {
      const reference = c.req.param("reference") ?? "";
      // A case of the other desk, or none, has no such page.
      complaints.view(desk.list, reference);
      return { title, submit, before: <BackTo href={back(c)} text={CASES[language].case.complaint(reference)} /> };
    };

    formPage(pages, deps, {
      here: "queue",
      path: `${one}/join`,
      access: requires(desk.write),
      faultAt: "to",
      view: (c, language, values, errors) => {
        const words = ACTS[language].join;
        return {
          ...frame(c, language, words.title, words.submit),
          lead: <Hint text={words.hint} />,
          fields: (
            <TextInput
              {...{ language, errors, name: "to", label: words.to, width: 20, ltr: true }}
              value={values.text("to", c.req.query("to") ?? "")}
              autocomplete="off"
            />
          ),
        };
      },
      act: async (c, form) => {
        complaints.join(byOf(c, desk), form.text("to"));
        return `${back(c)}?done=joined`;
      },
    });

    formPage(pages, deps, {
      here: "queue",
      path: `${one}/separate`,
      access: requires(desk.write),
      faultAt: "reasons",
      view: (c, language, values, errors) => {
        const words = ACTS[language].separate;
        return {
          ...frame(c, language, words.title, words.submit),
          fields: <ReasonsField {...{ language, values, errors }} />,
        };
      },
      act: async (c, form) => {
        complaints.separate(byOf(c, desk), form.text("reasons"));
        return `${back(c)}?done=separated`;
      },
    });

    formPage(pages, deps, {
      here: "queue",
      path: `${one}/close`,
      access: requires(desk.decide),
      faultAt: "reasons",
      view: (c, language, values, errors) => {
        const words = ACTS[language].close;
        return {
          ...frame(c, language, words.title, words.submit),
          look: "warning",
          lead: <Hint text={words.hint} />,
          fields: <ReasonsField {...{ language, values, errors }} />,
        };
      },
      act: async (c, form) => {
        complaints.close(byOf(c, desk), form.text("reasons"));
        return `${back(c)}?done=closed`;
      },
    });
  }
}
