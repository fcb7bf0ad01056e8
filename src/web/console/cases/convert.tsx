import { actorOf, requires } from "../../../api/staff-route.ts";
import { GROUNDS } from "../../../core/ground.ts";
import { Checkboxes, Select, TextInput } from "../../ui/form.tsx";
import type { Form } from "../../ui/form-data.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { groundName } from "../../ui/terms.ts";
import type { ConsoleDeps } from "../deps.ts";
import { formPage } from "../form-page.tsx";
import type { ConsoleContext, ConsolePages } from "../pages.tsx";
import { BackTo } from "./case-page.tsx";
import { Hint } from "./complaint-acts.tsx";
import { COMPLAINT_DESKS, complaintPath } from "./desks.ts";
import { ACTS, CASES } from "./words.ts";

/** How many of one's own complaints can go into one order. */
const MOST = 200;

/** A drafted order of this complaint, and of others of the same category that the officer has taken. */
export function convertPages(pages: ConsolePages, deps: ConsoleDeps): void {
  const { complaints } = deps.cases;
  for (const desk of COMPLAINT_DESKS) {
    const back = (c: ConsoleContext) => complaintPath(desk.list, c.req.param("reference") ?? "");

    formPage(pages, deps, {
      here: "queue",
      path: `${desk.path}/:reference/convert`,
      access: requires(desk.decide),
      faultAt: ({ code }) =>
        code === "ground_unknown"
          ? "ground"
          : code === "order_incomplete" || code === "bad_request"
            ? "number"
            : "references",
      view: (c, language, values, errors) => {
        const words = ACTS[language].convert;
        const { reference, category } = complaints.view(desk.list, c.req.param("reference") ?? "");
        const own = complaints.queue(desk.list, {
          ...{ states: ["under_review"], category, takenBy: actorOf(c) },
          ...{ limit: MOST, skip: 0 },
        });
        const references = [reference, ...own.map((one) => one.reference).filter((one) => one !== reference)];
        return {
          ...{ title: words.title, submit: words.submit, lead: <Hint text={words.hint} /> },
          before: <BackTo href={back(c)} text={CASES[language].case.complaint(reference)} />,
          fields: (
            <>
              <Checkboxes
                {...{ language, errors, name: "references", label: words.references, hint: words.referencesHint }}
                values={values.all("references", [reference])}
                choices={references.map((value) => ({ value, text: <Ltr>{value}</Ltr> }))}
                small
              />
              <TextInput
                {...{ language, errors, name: "number", label: words.number, width: 20, ltr: true }}
                value={values.text("number")}
                maxlength={500}
                autocomplete="off"
              />
              <TextInput
                {...{ language, errors, name: "authority", label: words.authority, width: 20 }}
                value={values.text("authority", "PTA")}
                maxlength={500}
              />
              <Select
                {...{ language, errors, name: "ground", label: words.ground }}
                value={values.text("ground", GROUND_OF[category] ?? "decency")}
                choices={GROUNDS.map(({ slug }) => ({ value: slug, text: groundName(language, slug) }))}
              />
              <TextInput
                {...{
                  language,
                  errors,
                  name: "provision",
                  label: words.provision,
                  hint: words.provisionHint(deps.cases.complaints.usual),
                }}
                value={values.text("provision")}
                maxlength={500}
                optional
              />
              <TextInput
                {...{ language, errors, name: "requestedBy", label: words.requestedBy, hint: words.requestedByHint }}
                value={values.text("requestedBy")}
                maxlength={500}
                optional
              />
            </>
          ),
        };
      },
      act: async (c, form) => {
        await complaints.convert({
          desk: desk.list,
          references: form.all("references"),
          terms: {
            authority: form.text("authority"),
            number: form.text("number"),
            ground: form.text("ground"),
            ...optional(form, "provision"),
            ...optional(form, "requestedBy"),
          },
          officer: actorOf(c),
        });
        return `${back(c)}?done=converted`;
      },
    });
  }
}

const optional = (form: Form, name: "provision" | "requestedBy") =>
  form.text(name) === "" ? {} : { [name]: form.text(name) };

/** The ground that a category usually stands on; the officer decides. */
const GROUND_OF: Readonly<Record<string, string>> = {
  "child-abuse": "decency",
  defence: "security",
  "glory-of-islam": "glory-of-islam",
  contempt: "contempt",
  decency: "decency",
  "public-order": "public-order",
  "hate-speech": "public-order",
  incitement: "offence",
  modesty: "offence",
  dignity: "offence",
  defamation: "offence",
};
