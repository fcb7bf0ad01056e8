import type { Child } from "hono/jsx";
import { startSession } from "../../../api/accounts/session-cookie.ts";
import type { SessionStart } from "../../../core/access/session.ts";
import type { HifazatError } from "../../../core/errors.ts";
import { failureOf } from "../../ui/failure.tsx";
import type { FormErrors } from "../../ui/form.tsx";
import { ErrorSummary } from "../../ui/form.tsx";
import { type Language, languageOf } from "../../ui/language.ts";
import { sendPage } from "../../ui/page.tsx";
import type { ConsoleDeps } from "../deps.ts";
import { ConsolePage } from "../frame.tsx";
import { type ConsoleContext, safePath } from "../pages.tsx";

/** Where a request came from, for limits, the list of sessions and the audit log. */
export const originOf = (c: ConsoleContext, deps: ConsoleDeps) => ({
  address: deps.clientAddress(c),
  agent: c.req.header("user-agent") ?? "",
});

/** Puts the session's secret into the cookie and goes on. */
export function goOnSignedIn(c: ConsoleContext, deps: ConsoleDeps, start: SessionStart, path: string): Response {
  startSession(c, deps.site, start);
  return goOn(c, path);
}

/** As `seeOther`, with the cookies that this answer sets. */
export function goOn(c: ConsoleContext, path: string): Response {
  c.header("cache-control", "no-store");
  return c.redirect(safePath(path), 303);
}

/** The hidden field in which a form keeps where to go afterwards. */
export const Next = ({ next }: { readonly next: string }) => <input type="hidden" name="next" value={safePath(next)} />;

/** The same place with where to go afterwards. */
export const withNext = (path: string, next: string): string =>
  next === "" ? path : `${path}?next=${encodeURIComponent(safePath(next))}`;

/** One of the short pages with a form, and what was wrong with it. */
export async function sendFormPage(
  c: ConsoleContext,
  deps: ConsoleDeps,
  page: {
    readonly title: string;
    readonly errors?: FormErrors;
    readonly status?: ReturnType<typeof failureOf>["status"] | 200;
    readonly scripts?: readonly `${string}.js`[];
    readonly before?: Child;
    readonly children: (language: Language, errors: FormErrors) => Child;
  },
): Promise<Response> {
  const language = languageOf(c);
  const { title, errors = [], status = errors.length === 0 ? 200 : 422, scripts = [], before, children } = page;
  return sendPage(
    c,
    <ConsolePage c={c} language={language} assets={await deps.assets()} title={title} scripts={scripts} before={before}>
      <div class="govuk-grid-row">
        <div class="govuk-grid-column-two-thirds">
          <ErrorSummary language={language} errors={errors} />
          {children(language, errors)}
        </div>
      </div>
    </ConsolePage>,
    status,
  );
}

/** A refusal as an error of this field. */
export function refusedAt(c: ConsoleContext, field: string, error: HifazatError) {
  const { status, text } = failureOf(error, languageOf(c));
  return { status, errors: [{ field, text }] };
}
