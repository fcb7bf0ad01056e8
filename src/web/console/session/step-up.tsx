import { ownOrigin } from "../../../api/guard.ts";
import { forSession, sessionOf } from "../../../api/staff-route.ts";
import { languageOf } from "../../ui/language.ts";
import type { ConsoleDeps } from "../deps.ts";
import { Csrf } from "../frame.tsx";
import { type ConsoleContext, type ConsolePages, seeOther } from "../pages.tsx";
import { Next, refusedAt, sendFormPage } from "./parts.tsx";
import { givenProof } from "./proof.ts";
import { ProofFields } from "./proof-fields.tsx";
import { SESSION_WORDS } from "./words.ts";

/** A fresh second factor on a page of its own, for passkeys and for who came without one. */
export function stepUpPages(pages: ConsolePages, deps: ConsoleDeps): void {
  pages.page("/console/step-up", forSession(), async (c) => show(c, deps, c.req.query("next") ?? ""));

  pages.action(
    "/console/step-up",
    forSession(),
    async (c, form) => {
      const proof = givenProof(form);
      const { missing } = SESSION_WORDS[languageOf(c)].secondFactor;
      if (proof === undefined) return show(c, deps, form.text("next"), { errors: [{ field: "code", text: missing }] });
      await deps.accounts.stepUp(sessionOf(c), proof, ownOrigin(c, deps.site));
      return seeOther(form.text("next"));
    },
    { again: async (c, form, error) => show(c, deps, form.text("next"), refusedAt(c, "code", error)) },
  );
}

function show(
  c: ConsoleContext,
  deps: ConsoleDeps,
  next: string,
  failed: Partial<ReturnType<typeof refusedAt>> = {},
): Promise<Response> {
  const words = SESSION_WORDS[languageOf(c)].stepUp;
  return sendFormPage(c, deps, {
    title: words.title,
    scripts: ["passkey.js"],
    ...failed,
    children: (language, errors) => (
      <form method="post" action="/console/step-up">
        <Csrf c={c} />
        <Next next={next} />
        <ProofFields
          {...{ language, errors, heading: words.title }}
          lead={<p class="govuk-body">{words.why}</p>}
          passkeys={deps.accounts.factors(sessionOf(c)).passkeys.length > 0}
        />
      </form>
    ),
  });
}
