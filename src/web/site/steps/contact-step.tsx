import { type ContactInput, checkContact, LONGEST } from "../../../core/complaint/submission.ts";
import { type FormErrors, Radios, TextInput } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import type { Draft } from "./draft.ts";
import type { Step } from "./step.ts";
import { STEPS } from "./words.ts";

const FIELDS = ["name", "email", "phone"] as const;

/** How whoever sends a complaint or an appeal can be reached, if they like. */
export const contactStep: Step = {
  name: "contact",
  fields: ["reach", ...FIELDS],
  title: (language) => STEPS[language].contact.title,
  body({ language, draft, errors }) {
    const words = STEPS[language].contact;
    const field = (name: (typeof FIELDS)[number]) => ({
      language,
      name,
      label: words[name],
      errors,
      value: draft.text(name),
    });
    return (
      <>
        <Radios
          language={language}
          name="reach"
          label={words.title}
          heading
          hint={words.hint}
          errors={errors}
          value={draft.text("reach")}
          choices={[
            { value: "anonymous", text: words.anonymous, hint: words.anonymousHint },
            { value: "named", text: words.named, hint: words.namedHint },
          ]}
        />
        <fieldset class="govuk-fieldset">
          <legend class="govuk-fieldset__legend govuk-fieldset__legend--s">{words.fields}</legend>
          <TextInput {...field("name")} autocomplete="name" width={30} optional />
          <TextInput {...field("email")} type="email" inputmode="email" autocomplete="email" width={30} ltr optional />
          <TextInput {...field("phone")} type="tel" autocomplete="tel" width={20} ltr optional />
        </fieldset>
      </>
    );
  },
  check(language, draft): FormErrors {
    const words = STEPS[language].contact;
    const reach = draft.text("reach");
    if (reach === "anonymous") return [];
    if (reach !== "named") return [{ field: "reach", text: words.missing }];
    const contact = contactOf(draft);
    if (contact?.email === "" && contact.phone === "") return [{ field: "email", text: words.nothing }];
    const long = FIELDS.find((name) => draft.text(name).length > LONGEST.contact);
    if (long !== undefined) return [{ field: long, text: words.tooLong }];
    return checkContact(contact) === "refused" ? [{ field: "email", text: words.badEmail }] : [];
  },
};

/** What was given; undefined for who stays anonymous, whatever stands in the fields. */
export function contactOf(draft: Draft): ContactInput | undefined {
  if (draft.text("reach") !== "named") return undefined;
  return { name: draft.text("name"), email: draft.text("email"), phone: draft.text("phone") };
}

/** The same as it is shown to whoever wrote it. */
export function contactText(language: Language, draft: Draft): string {
  const given = contactOf(draft);
  if (given === undefined) return STEPS[language].contact.anonymous;
  return [given.name, given.email, given.phone].filter((text) => text !== "").join(", ");
}
