import { ButtonLink } from "../../ui/button.tsx";
import { languageOf } from "../../ui/language.ts";
import { Ltr } from "../../ui/ltr.tsx";
import { Warning } from "../../ui/notice.tsx";
import type { ConsoleDeps } from "../deps.ts";
import type { ConsoleContext } from "../pages.tsx";
import { sendFormPage } from "./parts.tsx";
import { SESSION_WORDS } from "./words.ts";

/** Shows new recovery codes, this once: nobody can look them up again. */
export function sendRecoveryCodes(c: ConsoleContext, deps: ConsoleDeps, codes: readonly string[]): Promise<Response> {
  const words = SESSION_WORDS[languageOf(c)].recovery;
  return sendFormPage(c, deps, {
    title: words.title,
    children: (language) => (
      <>
        <h1 class="govuk-heading-l">{words.title}</h1>
        <Warning language={language}>{words.once}</Warning>
        <p class="govuk-body">{words.use}</p>
        <ul class="govuk-list hifazat-codes">
          {codes.map((code) => (
            <li>
              <Ltr>
                <code>{code}</code>
              </Ltr>
            </li>
          ))}
        </ul>
        <ButtonLink href="/console">{words.go}</ButtonLink>
      </>
    ),
  });
}
