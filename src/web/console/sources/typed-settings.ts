import { FILE_FORMATS } from "../../../core/file-format.ts";
import type { ListName } from "../../../core/list-name.ts";
import type { SourceInput } from "../../../core/source/draft-source.ts";
import type { Form } from "../../ui/form-data.ts";
import type { Language } from "../../ui/language.ts";
import { legalInput } from "../orders/legal-fields.tsx";
import { FieldFault } from "../orders/refused.tsx";
import { SOURCES } from "./words.ts";

/** What was typed, as a source is drafted from it: what is left empty is the default. Throws a fault in a field. */
export function typedSettings(form: Form, list: ListName, language: Language): Omit<SourceInput, "name"> {
  const optional = (name: string): string | undefined => form.text(name) || undefined;
  const orNone = (name: string): string | null => form.text(name) || null;
  const hosts = form
    .text("hosts")
    .split(/[\s,]+/)
    .filter(Boolean);
  const number = (name: string, shape: RegExp): number | undefined => {
    const text = form.text(name);
    if (text === "") return undefined;
    if (!shape.test(text)) throw new FieldFault(name, SOURCES[language].numberNeeded);
    return Number(text);
  };
  const whole = (name: string) => number(name, /^\d{1,12}$/);
  const share = (name: string) => {
    const percent = number(name, /^\d{1,6}(?:\.\d{1,2})?$/);
    return percent === undefined ? undefined : percent / 100;
  };
  return {
    title: optional("titleField"),
    url: form.text("url"),
    hosts: hosts.length === 0 ? undefined : hosts,
    schedule: optional("schedule"),
    file: {
      format: FILE_FORMATS.find((format) => format === form.text("format")),
      charset: optional("charset"),
      finalNewline: form.text("finalNewline") === "any" ? "any" : "required",
      scope: form.text("scope") === "host" ? "host" : "domain",
      column: orNone("column"),
      // One tabulator cannot be typed into a field.
      delimiter: form.text("delimiter") === "tab" ? "\t" : orNone("delimiter"),
      agencies: list === "sealed" ? orNone("agencies") : null,
    },
    bounds: {
      ...{ least: whole("least"), most: whole("most"), bytes: whole("bytes"), seconds: whole("seconds") },
      ...{ shrink: share("shrink"), growth: share("growth") },
    },
    order: legalInput((name) => form.text(name), list),
  };
}
