import { forSession } from "../../../api/staff-route.ts";
import { type Language, languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { BackLink } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import type { ConsolePages } from "../pages.tsx";
import { CASES } from "./words.ts";

/** The shortcuts of the queue (browser/queue.ts) as a page, for who has no script or wants to print it. */
export function keysPage(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page("/console/cases/keys", forSession(), async (c) => {
    const language = languageOf(c);
    const { title } = CASES[language].keys;
    return sendPage(
      c,
      <ConsolePage
        {...{ c, language, title, here: "queue", before: <BackLink language={language} href="/console/cases" /> }}
        assets={await deps.assets()}
      >
        <h1 class="govuk-heading-l">{title}</h1>
        <KeyList language={language} />
      </ConsolePage>,
    );
  });
}

export function KeyList({ language }: { readonly language: Language }) {
  const words = CASES[language].keys;
  const keys = [
    ["j", words.j],
    ["k", words.k],
    ["Enter", words.enter],
    ["a", words.a],
    ["?", words.help],
  ] as const;
  return (
    <>
      <p class="govuk-body">{words.lead}</p>
      <dl class="govuk-summary-list">
        {keys.map(([key, does]) => (
          <div class="govuk-summary-list__row">
            <dt class="govuk-summary-list__key">
              <Ltr>
                <kbd>{key}</kbd>
              </Ltr>
            </dt>
            <dd class="govuk-summary-list__value">{does}</dd>
          </div>
        ))}
      </dl>
    </>
  );
}
