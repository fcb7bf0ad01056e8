import { findCategory } from "../../../core/category.ts";
import { canonicalise } from "../../../core/target/canonicalise.ts";
import { shorten } from "../../blockpage/shown.ts";
import type { Language } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { categoryName } from "../../ui/terms.ts";
import { ReadableName } from "../check/readable-name.tsx";
import { CHECK } from "../check/words.ts";
import { Answers } from "../steps/answers.tsx";
import { contactText } from "../steps/contact-step.tsx";
import type { Step } from "../steps/step.ts";
import { STEPS } from "../steps/words.ts";
import { AbuseWarning } from "./abuse-warning.tsx";
import { addressesOf } from "./addresses-step.tsx";
import { isAbuse } from "./category-step.tsx";
import { effortsOf, provinceOf, signsOf } from "./details-step.tsx";
import { COMPLAIN } from "./words.ts";

/** Everything that was answered, before it is sent. */
export const checkStep: Step = {
  name: "check",
  fields: [],
  title: (language) => STEPS[language].checkTitle,
  body({ language, draft }) {
    const { check, details } = COMPLAIN[language];
    const abuse = isAbuse(draft);
    const category = findCategory(draft.text("category"));
    const province = provinceOf(draft);
    const list = (texts: readonly string[]) => texts.map((text) => <div>{text}</div>);
    const signs = signsOf(draft).map((sign) => details.signNames[sign]);
    const answers = [
      { key: check.category, value: category && categoryName(language, category.slug), step: "category" },
      {
        key: check.addresses,
        value: addressesOf(draft).map((address) => <Understood language={language} address={address} />),
        step: "addresses",
      },
      ...(abuse
        ? [
            { key: check.signs, value: signs.length === 0 ? "" : list(signs), step: "details" },
            {
              key: check.province,
              value: province === undefined ? details.unknownProvince : details.provinces[province],
              step: "details",
            },
          ]
        : []),
      {
        key: check.details,
        value: draft.text("description") && <bdi>{draft.text("description")}</bdi>,
        step: "details",
      },
      ...(abuse
        ? []
        : [{ key: check.efforts, value: effortsOf(draft) && <bdi>{effortsOf(draft)}</bdi>, step: "details" }]),
      { key: check.contact, value: <bdi>{contactText(language, draft)}</bdi>, step: "contact" },
    ];
    return (
      <>
        <h1 class="govuk-heading-l">{STEPS[language].checkTitle}</h1>
        {abuse && <AbuseWarning language={language} />}
        <Answers language={language} answers={answers} />
      </>
    );
  },
  check: () => [],
};

/** An address as it was typed, and how it is read. Never a link. */
function Understood({ language, address }: { readonly language: Language; readonly address: string }) {
  const { check } = COMPLAIN[language];
  const read = canonicalise(address);
  if (read.kind === "refused")
    return (
      <p>
        <Ltr>{shorten(address)}</Ltr>: {check.notUnderstood}
      </p>
    );
  const { scope, value } = read.target;
  return (
    <p>
      {value !== address && (
        <>
          <Ltr>{shorten(address)}</Ltr>
          <br />
          <span class="govuk-hint">{check.understoodAs}</span>
          <br />
        </>
      )}
      <ReadableName value={value} />
      <br />
      <span class="govuk-hint">{CHECK[language].scopes[scope]}</span>
    </p>
  );
}
