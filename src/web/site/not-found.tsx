import type { Context } from "hono";
import { HifazatError } from "../../core/errors.ts";
import { chooseFormat } from "../blockpage/negotiate.ts";
import { failureOf } from "../ui/failure.tsx";
import { languageOf } from "../ui/language.ts";
import { sendPage } from "../ui/page.tsx";
import type { SiteDeps } from "./deps.ts";
import { SitePage } from "./frame.tsx";

/** What programs read: there a problem document answers, whatever is accepted. */
const FOR_PROGRAMS = /^\/(?:v1|tuf|docs|assets)(?:\/|$)/;

/** The page for a person whose browser asks for what is not there; undefined where a program asks. */
export function notFoundPage({ assets, settings }: Pick<SiteDeps, "assets" | "settings">) {
  return async (c: Context): Promise<Response | undefined> => {
    if (FOR_PROGRAMS.test(c.req.path) || chooseFormat(c.req.header("accept")) !== "html") return undefined;
    const language = languageOf(c);
    const { title, text } = failureOf(new HifazatError("not_found", ""), language);
    return sendPage(
      c,
      <SitePage c={c} language={language} assets={await assets()} settings={settings()} title={title}>
        <h1 class="govuk-heading-l">{title}</h1>
        <p class="govuk-body">{text}</p>
      </SitePage>,
      404,
    );
  };
}
