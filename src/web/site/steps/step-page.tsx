import type { Context } from "hono";
import type { Child } from "hono/jsx";
import type { SiteSettings } from "../../../core/site-settings.ts";
import type { Assets } from "../../ui/assets.ts";
import { ErrorSummary, type FormErrors } from "../../ui/form.tsx";
import type { Language } from "../../ui/language.ts";
import { SitePage } from "../frame.tsx";
import type { Draft } from "./draft.ts";
import type { Step } from "./step.ts";
import { STEPS } from "./words.ts";

const FORM = "steps";

/** A page of a form over several pages. The last one sends it, after a proof of work where there is script. */
export function StepPage(props: {
  readonly c: Context;
  readonly language: Language;
  readonly assets: Assets;
  readonly settings: SiteSettings;
  readonly path: "/complain" | "/appeal";
  readonly steps: readonly Step[];
  readonly step: Step;
  readonly draft: Draft;
  readonly errors: FormErrors;
  readonly send: string;
  /** Beside the way back, such as the way out. */
  readonly beside?: Child;
}) {
  const { c, language, assets, settings, path, steps, step, draft, errors, send, beside } = props;
  const words = STEPS[language];
  const at = steps.indexOf(step);
  const previous = steps[at - 1];
  const isLast = at === steps.length - 1;
  return (
    <SitePage
      c={c}
      language={language}
      assets={assets}
      settings={settings}
      title={step.title(language, draft)}
      here={path === "/complain" ? "complain" : "appeal"}
      underWay={FORM}
      scripts={isLast ? ["leave.js", "work.js"] : ["leave.js"]}
      before={
        <div class="hifazat-top">
          {previous !== undefined && (
            <button
              type="submit"
              form={FORM}
              name="go"
              value={previous.name}
              class="hifazat-link-button"
              formnovalidate
            >
              {words.back}
            </button>
          )}
          {beside}
        </div>
      }
    >
      <ErrorSummary language={language} errors={errors} />
      <form id={FORM} method="post" action={path} novalidate data-challenge={isLast ? "/v1/challenge" : undefined}>
        <input type="hidden" name="step" value={step.name} />
        {steps
          .filter((other) => other !== step)
          .flatMap(({ fields }) => fields)
          .flatMap((name) => draft.all(name).map((value) => <input type="hidden" name={name} value={value} />))}
        {step.body({ language, draft, errors })}
        {isLast && <input type="hidden" name="proof" value="" />}
        <button type="submit" class="govuk-button">
          {isLast ? send : words.continue}
        </button>
        {isLast && (
          <p class="govuk-body" role="status" data-working={words.working}>
            {""}
          </p>
        )}
      </form>
    </SitePage>
  );
}
