import type { Form } from "../../ui/form-data.ts";

/** What has been filled in so far, by the name of the field. It travels in the form itself: no cookie, nothing kept. */
export type Draft = Pick<Form, "text" | "all">;

/** A draft with nothing in it but these. */
export function newDraft(values: Readonly<Record<string, string | undefined>>): Draft {
  return {
    text: (name) => values[name]?.trim() ?? "",
    all: (name) => (values[name] === undefined ? [] : [values[name]]),
  };
}
