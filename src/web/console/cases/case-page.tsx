import type { Child } from "hono/jsx";
import type { Lock } from "../../../core/complaint/complaint.ts";
import type { HifazatError } from "../../../core/errors.ts";
import { failureOf } from "../../ui/failure.tsx";
import { ErrorSummary } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { Notification } from "../../ui/notice.tsx";
import { sendPage } from "../../ui/page.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import type { ConsoleContext } from "../pages.tsx";
import { LockNotice } from "./lock-notice.tsx";
import { CASES } from "./words.ts";

/** The way back to where one came from, above every page about a case. */
export const BackTo = ({ href, text }: { readonly href: string; readonly text: string }) => (
  <a href={href} class="govuk-back-link">
    {text}
  </a>
);

/** The frame of a case: what was just done or refused, whose it is, then its parts. */
export async function sendCase(
  c: ConsoleContext,
  deps: ConsoleDeps,
  page: {
    readonly title: (language: Language) => string;
    readonly path: string;
    readonly lock: Lock | null;
    readonly mayTake: boolean;
    readonly refused: HifazatError | undefined;
    readonly children: (language: Language) => Child;
  },
): Promise<Response> {
  const language = languageOf(c);
  const { path, lock, mayTake, refused, children } = page;
  const title = page.title(language);
  const words = CASES[language].case;
  const failure = refused === undefined ? undefined : failureOf(refused, language);
  const done = words.done[c.req.query("done") ?? ""];
  return sendPage(
    c,
    <ConsolePage
      {...{ c, language, title, here: "queue", wide: true }}
      before={<BackTo href="/console/cases" text={words.back} />}
      assets={await deps.assets()}
    >
      <ErrorSummary language={language} errors={failure === undefined ? [] : [{ field: "main", text: failure.text }]} />
      {failure === undefined && done !== undefined && (
        <Notification language={language} success>
          {done}
        </Notification>
      )}
      <h1 class="govuk-heading-l">{title}</h1>
      <LockNotice {...{ c, language, lock, path, mayTake }} />
      {children(language)}
    </ConsolePage>,
    failure?.status ?? 200,
  );
}

/** What can be done with a case, each on a page of its own. */
export function Actions(props: {
  readonly language: Language;
  readonly path: string;
  readonly actions: readonly { readonly to: string; readonly text: string }[];
}) {
  const { language, path, actions } = props;
  if (actions.length === 0) return null;
  return (
    <nav class="hifazat-no-print" aria-label={CASES[language].case.actions}>
      <h2 class="govuk-heading-m">{CASES[language].case.actions}</h2>
      <ul class="govuk-list govuk-list--bullet">
        {actions.map(({ to, text }) => (
          <li>
            <a class="govuk-link" href={`${path}/${to}`}>
              {text}
            </a>
          </li>
        ))}
      </ul>
    </nav>
  );
}
