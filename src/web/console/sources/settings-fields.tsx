import { FILE_FORMATS } from "../../../core/file-format.ts";
import type { DefaultLaw } from "../../../core/ground.ts";
import type { ListName } from "../../../core/list-name.ts";
import { DEFAULT_BOUNDS } from "../../../core/source/draft-source.ts";
import type { Source } from "../../../core/source/source.ts";
import { type FormErrors, Radios, Select, TextArea, TextInput } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import type { Values } from "../form-page.tsx";
import { LegalFields, legalValues } from "../orders/legal-fields.tsx";
import { SOURCES } from "./words.ts";

/** Everything that can be changed of a source; with what it has now, or the defaults of a new one. */
export function SettingsFields(props: {
  readonly language: Language;
  readonly errors: FormErrors;
  readonly values: Values;
  readonly list: ListName;
  readonly usual: DefaultLaw;
  readonly source: Source | undefined;
}) {
  const { language, errors, values, list, usual, source } = props;
  const words = SOURCES[language];
  const { file, bounds = DEFAULT_BOUNDS } = source ?? {};
  const legal = source === undefined ? {} : legalValues(source.order, usual);
  const text = (name: string, label: string, proposed: string, more: { hint?: string; width?: 5 | 10 | 20 } = {}) => (
    <TextInput {...{ language, errors, name, label, ...more }} value={values.text(name, proposed)} ltr />
  );
  const number = (name: "least" | "most" | "bytes" | "seconds") => (
    <TextInput
      {...{ language, errors, name, label: words.bounds[name], width: 10, inputmode: "numeric", ltr: true }}
      value={values.text(name, String(bounds[name]))}
    />
  );
  const percent = (name: "shrink" | "growth") => (
    <TextInput
      {...{ language, errors, name, label: words.bounds[name], hint: words.percent, width: 5, ltr: true }}
      value={values.text(name, String(Math.round(bounds[name] * 10_000) / 100))}
    />
  );
  return (
    <>
      <TextInput
        {...{ language, errors, name: "titleField", label: words.titleField }}
        value={values.text("titleField", source?.title)}
        maxlength={200}
        optional
      />
      <h2 class="govuk-heading-m">{words.where}</h2>
      {text("url", words.url, source?.url ?? "", { hint: words.urlHint })}
      <TextArea
        {...{ language, errors, name: "hosts", label: words.hosts, hint: words.hostsHint, rows: 2 }}
        value={values.text("hosts", source?.hosts.join("\n"))}
        ltr
        optional
      />
      {text("schedule", words.schedule, source?.schedule ?? "13 * * * *", { hint: words.scheduleHint, width: 20 })}
      <h2 class="govuk-heading-m">{words.writing}</h2>
      <Select
        {...{ language, errors, name: "format", label: words.format }}
        value={values.text("format", file?.format ?? "plain")}
        choices={FILE_FORMATS.map((value) => ({ value, text: value }))}
      />
      {text("charset", words.charset, file?.charset ?? "utf-8", { width: 20 })}
      <Radios
        {...{ language, errors, name: "finalNewline", label: words.finalNewline }}
        value={values.text("finalNewline", file?.finalNewline ?? "required")}
        choices={(["required", "any"] as const).map((value) => ({ value, text: words.finalNewlines[value] }))}
      />
      <Radios
        {...{ language, errors, name: "scope", label: words.scope }}
        value={values.text("scope", file?.scope ?? "domain")}
        choices={(["domain", "host"] as const).map((value) => ({ value, text: words.scopes[value] }))}
      />
      {text("column", words.column, file?.column ?? "", { hint: words.columnHint, width: 20 })}
      {text("delimiter", words.delimiter, file?.delimiter === "\t" ? "tab" : (file?.delimiter ?? ""), {
        hint: words.delimiterHint,
        width: 5,
      })}
      {list === "sealed" &&
        text("agencies", words.agencies, file?.agencies ?? "", { hint: words.agenciesHint, width: 20 })}
      <h2 class="govuk-heading-m">{words.boundsHeading}</h2>
      <p class="govuk-body">{words.boundsLead}</p>
      {number("least")}
      {number("most")}
      {percent("shrink")}
      {percent("growth")}
      {number("bytes")}
      {number("seconds")}
      <h2 class="govuk-heading-m">{words.ordersOf}</h2>
      <LegalFields {...{ language, errors, list, usual }} value={(name) => values.text(name, legal[name])} />
    </>
  );
}
