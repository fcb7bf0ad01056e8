import { TextInput } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { sendPage } from "../../ui/page.tsx";
import type { SiteDeps } from "../deps.ts";
import { SitePage } from "../frame.tsx";
import type { SitePages } from "../site-pages.ts";
import { type PrivateWords, privateEn } from "./private-words-en.ts";
import { privateUr } from "./private-words-ur.ts";
import { CHECK } from "./words.ts";

const PRIVATE: Readonly<Record<Language, PrivateWords>> = { ur: privateUr, en: privateEn };

/** A check whose address stays in the browser (browser/private-check.ts does it). */
export function privatePage({ get }: SitePages, { assets, settings }: SiteDeps): void {
  get("/check/private", async (c) => {
    const language = languageOf(c);
    const words = PRIVATE[language];
    const files = await assets();
    const { scopes } = CHECK[language];
    const forProgram = { ...words, scopes, sent: words.sent("NUMBER") };
    const origin = new URL(c.req.url).origin;
    return sendPage(
      c,
      <SitePage
        c={c}
        language={language}
        assets={files}
        settings={settings()}
        title={words.title}
        here="check"
        scripts={["private-check.js"]}
      >
        <h1 class="govuk-heading-l">{words.title}</h1>
        <p class="govuk-body">{words.lead}</p>
        {/* Without an action and without names: nothing in it could be sent, even if the program failed. */}
        <form
          id="private-check"
          hidden
          data-words={JSON.stringify(forProgram)}
          data-whole={files.href("whole-candidates.js")}
        >
          <TextInput
            language={language}
            name="private-url"
            label={words.label}
            errors={[]}
            inputmode="url"
            autocomplete="off"
            ltr
            unsent
          />
          <button type="submit" class="govuk-button">
            {words.button}
          </button>
          <div id="private-answer" role="status" />
        </form>
        <noscript>
          <p class="govuk-body">{words.needsScript}</p>
          <pre class="hifazat-code" dir="ltr" tabindex={0}>
            {`digest=$(printf %s www.example.com | sha256sum)\ncurl -s ${origin}/v1/hashes/\${digest:0:5} | grep -c "\${digest:5:59}"`}
          </pre>
          <p class="govuk-body">{words.curlText}</p>
        </noscript>
        <p class="govuk-body">
          <a class="govuk-link" href="/check">
            {words.open}
          </a>
        </p>
      </SitePage>,
    );
  });
}
