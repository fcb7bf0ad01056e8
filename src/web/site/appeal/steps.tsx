import { CAPACITIES, type Capacity } from "../../../core/appeal/appeal.ts";
import { LONGEST } from "../../../core/complaint/submission.ts";
import { canonicalise } from "../../../core/target/canonicalise.ts";
import { shorten } from "../../blockpage/shown.ts";
import { type FormErrors, Radios, TextArea, TextInput } from "../../ui/form.tsx";
import { Ltr } from "../../ui/ltr.tsx";
import { Inset } from "../../ui/notice.tsx";
import { CHECK } from "../check/words.ts";
import { Answers } from "../steps/answers.tsx";
import { contactStep, contactText } from "../steps/contact-step.tsx";
import type { Draft } from "../steps/draft.ts";
import type { Step } from "../steps/step.ts";
import { STEPS } from "../steps/words.ts";
import { APPEAL } from "./words.ts";

/** `entry` and `gone` say where somebody came from; they are shown and decide nothing. */
const addressStep: Step = {
  name: "address",
  fields: ["url", "entry", "gone"],
  title: (language) => APPEAL[language].address.title,
  body({ language, draft, errors }) {
    const words = APPEAL[language].address;
    const entry = draft.text("entry");
    return (
      <>
        {entry !== "" && <input type="hidden" name="entry" value={entry} />}
        <TextInput
          language={language}
          name="url"
          label={words.title}
          heading
          hint={words.hint}
          errors={errors}
          value={draft.text("url")}
          inputmode="url"
          ltr
        />
        {entry !== "" && <Inset>{words.entry(shorten(entry))}</Inset>}
        {draft.text("gone") !== "" && (
          <>
            <input type="hidden" name="gone" value="1" />
            <Inset>{words.gone}</Inset>
          </>
        )}
      </>
    );
  },
  check(language, draft): FormErrors {
    const words = APPEAL[language].address;
    const url = draft.text("url");
    const wrong = (text: string): FormErrors => [{ field: "url", text }];
    if (url === "") return wrong(words.missing);
    if (url.length > LONGEST.address) return wrong(words.tooLong);
    const read = canonicalise(url);
    return read.kind === "refused" ? wrong(CHECK[language].refusals[read.code]) : [];
  },
};

const reasonsStep: Step = {
  name: "reasons",
  fields: ["capacity", "statement"],
  title: (language) => APPEAL[language].reasons.title,
  body({ language, draft, errors }) {
    const words = APPEAL[language].reasons;
    return (
      <>
        <h1 class="govuk-heading-l">{words.title}</h1>
        <Radios
          language={language}
          name="capacity"
          label={words.capacity}
          errors={errors}
          value={draft.text("capacity")}
          choices={CAPACITIES.map((capacity) => ({ value: capacity, text: words.capacities[capacity] }))}
        />
        <TextArea
          language={language}
          name="statement"
          label={words.statement}
          hint={words.statementHint}
          optional
          errors={errors}
          value={draft.text("statement")}
        />
      </>
    );
  },
  check(language, draft): FormErrors {
    const words = APPEAL[language].reasons;
    const errors: { field: string; text: string }[] = [];
    if (capacityOf(draft) === undefined) errors.push({ field: "capacity", text: words.missing });
    if (draft.text("statement").length > LONGEST.text) errors.push({ field: "statement", text: words.tooLong });
    return errors;
  },
};

const checkStep: Step = {
  name: "check",
  fields: [],
  title: (language) => STEPS[language].checkTitle,
  body({ language, draft }) {
    const { check, reasons } = APPEAL[language];
    const capacity = capacityOf(draft);
    return (
      <>
        <h1 class="govuk-heading-l">{STEPS[language].checkTitle}</h1>
        <Answers
          language={language}
          answers={[
            { key: check.address, value: <Ltr>{shorten(draft.text("url"))}</Ltr>, step: "address" },
            { key: check.capacity, value: capacity && reasons.capacities[capacity], step: "reasons" },
            { key: check.statement, value: draft.text("statement"), step: "reasons" },
            { key: check.contact, value: <bdi>{contactText(language, draft)}</bdi>, step: "contact" },
          ]}
        />
      </>
    );
  },
  check: () => [],
};

export const capacityOf = (draft: Draft): Capacity | undefined =>
  CAPACITIES.find((capacity) => capacity === draft.text("capacity"));

/** An appeal: the address is enough, the rest helps. */
export const APPEAL_STEPS = [addressStep, reasonsStep, contactStep, checkStep] as const satisfies readonly Step[];
