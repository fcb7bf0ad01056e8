import { refuseOtherList, sourceOf } from "../../../api/sources/desk.ts";
import { actorOf } from "../../../api/staff-route.ts";
import type { HifazatError } from "../../../core/errors.ts";
import { Select, TextInput } from "../../ui/form.tsx";
import { languageOf } from "../../ui/language.ts";
import { BackLink, Inset } from "../../ui/notice.tsx";
import { formPage } from "../form-page.tsx";
import { FieldFault } from "../orders/refused.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { access, opened, type SourcesPart } from "./part.tsx";
import { SettingsFields } from "./settings-fields.tsx";
import { typedSettings } from "./typed-settings.ts";
import { SOURCES } from "./words.ts";

/** Making a source, and giving it other settings. */
export function settingsPages(part: SourcesPart): void {
  const { pages, deps, desk, base } = part;
  const { sources, accounts } = deps;
  const shared = { here: "sources", access: access(part, "write"), faultAt, refusal } as const;

  formPage(pages, deps, {
    ...shared,
    path: `${base}/new`,
    view: (_, language, values, errors) => {
      const words = SOURCES[language];
      const partners = accounts.organisations().filter(({ kind, suspendedAt }) => kind === "partner" && !suspendedAt);
      return {
        title: words.create,
        submit: words.create,
        before: <BackLink language={language} href={base} />,
        lead: <Inset>{words.createLead}</Inset>,
        fields: (
          <>
            <TextInput
              {...{ language, errors, name: "name", label: words.name, hint: words.nameHint, width: 20, ltr: true }}
              value={values.text("name")}
              autocomplete="off"
            />
            <Select
              {...{ language, errors, name: "organisation", label: words.organisation }}
              value={values.text("organisation")}
              choices={[
                { value: "", text: words.own },
                ...partners.map(({ name, displayName }) => ({ value: name, text: `${displayName} (${name})` })),
              ]}
            />
            <SettingsFields
              {...{ language, errors, values, list: desk.list, usual: deps.orders.usual, source: undefined }}
            />
          </>
        ),
      };
    },
    act: async (c, form) => {
      const settings = typedSettings(form, desk.list, languageOf(c));
      refuseOtherList(desk, settings.order.category);
      const input = { ...settings, name: form.text("name") };
      const { name } = sources.addSource(input, form.text("organisation") || null, actorOf(c));
      return `${base}/${name}?done=made`;
    },
  });

  formPage(pages, deps, {
    ...shared,
    path: `${base}/:name/change`,
    view: (c, language, values, errors) => {
      const { source, words, path } = opened(c, part);
      return {
        title: words.changeTitle(source.name),
        submit: words.save,
        before: <BackLink language={language} href={path} />,
        lead: <Inset>{words.changeLead}</Inset>,
        fields: <SettingsFields {...{ language, errors, values, list: desk.list, usual: deps.orders.usual, source }} />,
      };
    },
    act: async (c, form) => {
      const { name } = sourceOf(c, deps.sources, desk).source;
      sources.changeSource({ ...typedSettings(form, desk.list, languageOf(c)), name }, actorOf(c));
      return `${base}/${name}?done=changed`;
    },
  });
}

/** Where a refusal belongs: by its code, or else by how its words begin. */
const OF_CODE: Readonly<Record<string, string>> = {
  conflict: "name",
  source_host: "hosts",
  file_bad_charset: "charset",
  ground_unknown: "ground",
  category_unknown: "category",
  outside_mandate: "organisation",
  suspended: "organisation",
  not_found: "organisation",
};
const OF_WORDS: readonly (readonly [RegExp, string])[] = [
  [/^A source's name/, "name"],
  [/^A title/, "titleField"],
  [/^The schedule/, "schedule"],
  [/^The address/, "url"],
  [/^A declared host/, "hosts"],
  [/agencies/, "agencies"],
  [/^A column/, "column"],
  [/^A delimiter/, "delimiter"],
  [/^least/, "least"],
  [/^shrink/, "shrink"],
  [/^growth/, "growth"],
  [/^bytes/, "bytes"],
  [/^seconds/, "seconds"],
  [/category/, "category"],
  [/provision/, "provision"],
  [/requestedBy/, "requestedBy"],
  [/ground/, "ground"],
  [/law/, "law"],
];

function faultAt(error: HifazatError): string {
  if (error instanceof FieldFault) return error.field;
  const known = OF_CODE[error.code] ?? OF_WORDS.find(([words]) => words.test(error.message))?.[1];
  return known ?? "authority";
}

function refusal(c: ConsoleContext, _form: unknown, error: HifazatError): string | undefined {
  if (error instanceof FieldFault) return error.message;
  return SOURCES[languageOf(c)].faults[faultAt(error)];
}
